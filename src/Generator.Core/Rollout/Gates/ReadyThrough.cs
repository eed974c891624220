using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is an API server ready through one load balancer?</summary>
/// <param name="Url">What clients ask.</param>
/// <param name="Balancer">The load balancer's address.</param>
/// <param name="Ca">The CA that the certificate must come from.</param>
internal sealed record ReadyThrough(string Host, int Seconds, string Url, string Balancer, string Ca) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Url, Balancer, Ca];

    internal override ConsoleLine ByHand => new(
        Host,
        $"on $h 'curl -sS --cacert {Ca} --connect-to ::{Balancer}: {Url}'",
        "ok (401 where the apiserver refuses anonymous requests)");

    public static Gate Read(string host, int seconds, Arguments given) => new ReadyThrough(host, seconds, given.Next(), given.Next(), given.Next());
}
