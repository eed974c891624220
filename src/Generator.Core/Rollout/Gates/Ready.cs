using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is an API server ready?</summary>
/// <param name="Url">What is asked.</param>
/// <param name="Ca">The CA that its certificate must come from.</param>
internal sealed record Ready(string Host, int Seconds, string Url, string Ca) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Url, Ca];

    internal override ConsoleLine ByHand => new(
        Host,
        $"kube --server={Url.Replace("/readyz", "", StringComparison.Ordinal)} get --raw /readyz",
        "ok");

    public static Gate Read(string host, int seconds, Arguments given) => new Ready(host, seconds, given.Next(), given.Next());
}
