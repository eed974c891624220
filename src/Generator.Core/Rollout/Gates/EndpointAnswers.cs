using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does the external load balancer answer already? A later step needs it, so this one only warns, and never fails.</summary>
/// <param name="Url">What clients ask.</param>
/// <param name="Ca">The CA that the certificate must come from.</param>
internal sealed record EndpointAnswers(string Host, int Seconds, string Url, string Ca) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Url, Ca];

    internal override ConsoleLine ByHand => new(
        Host,
        $"on $h 'curl -sS --max-time 5 --cacert {Ca} {Url}'",
        "ok (401 where the apiserver refuses anonymous requests); if not, configure the load balancer as external-load-balancer.md says");

    public static Gate Read(string host, int seconds, Arguments given) => new EndpointAnswers(host, seconds, given.Next(), given.Next());
}
