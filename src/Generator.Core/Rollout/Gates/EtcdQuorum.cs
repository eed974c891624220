using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Do enough members of etcd answer?</summary>
/// <param name="Ca">The CA that the source master's kube-apiserver uses for etcd.</param>
/// <param name="Certificate">Its certificate for etcd.</param>
/// <param name="Key">Its key for etcd.</param>
/// <param name="Members">The endpoints.</param>
internal sealed record EtcdQuorum(string Host, int Seconds, string Ca, string Certificate, string Key, ImmutableArray<string> Members)
    : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Ca, Certificate, Key, .. Members];

    internal override ConsoleLine ByHand => new(
        Host,
        $"on $h 'for u in {string.Join(' ', Members)}; do curl -sS --cacert {Ca} --cert {Certificate} --key {Key} $u/health; echo; done'",
        "{\"health\":\"true\"} from more than half");

    public static Gate Read(string host, int seconds, Arguments given) =>
        new EtcdQuorum(host, seconds, given.Next(), given.Next(), given.Next(), given.Rest());
}
