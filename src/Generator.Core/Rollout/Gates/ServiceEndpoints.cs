using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does the Service "kubernetes" list exactly these addresses?</summary>
/// <param name="Addresses">The addresses.</param>
internal sealed record ServiceEndpoints(string Host, int Seconds, ImmutableArray<string> Addresses) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [.. Addresses];

    internal override ConsoleLine ByHand => new(Host, "kube get endpoints kubernetes", $"{string.Join(", ", Addresses)} and nothing else");

    public static Gate Read(string host, int seconds, Arguments given) => new ServiceEndpoints(host, seconds, given.Rest());
}
