using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does an etcd member answer?</summary>
/// <param name="Member">Its endpoint.</param>
/// <param name="Ca">The CA that the source master's kube-apiserver uses for etcd.</param>
/// <param name="Certificate">Its certificate for etcd.</param>
/// <param name="Key">Its key for etcd.</param>
internal sealed record EtcdAnswers(string Host, int Seconds, string Member, string Ca, string Certificate, string Key)
    : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Member, Ca, Certificate, Key];

    internal override ConsoleLine ByHand => new(
        Host,
        $"on $h 'for u in $v; do curl -sS --cacert {Ca} --cert {Certificate} --key {Key} $u/health; echo; done'",
        "{\"health\":\"true\"} for each",
        Member);

    public static Gate Read(string host, int seconds, Arguments given) =>
        new EtcdAnswers(host, seconds, given.Next(), given.Next(), given.Next(), given.Next());
}
