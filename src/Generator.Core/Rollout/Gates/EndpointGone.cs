using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is an address no longer listed in the Service "kubernetes"?</summary>
/// <param name="Address">The address.</param>
internal sealed record EndpointGone(string Host, int Seconds, string Address) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Address];

    internal override ConsoleLine ByHand => new(Host, "kube get endpoints kubernetes", $"{Address} is not among them");

    public static Gate Read(string host, int seconds, Arguments given) => new EndpointGone(host, seconds, given.Next());
}
