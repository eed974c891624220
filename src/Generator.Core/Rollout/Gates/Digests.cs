using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Do all files of a host's plan have their wanted digests?</summary>
internal sealed record Digests(string Host, int Seconds) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [];

    internal override ConsoleLine ByHand => new(Host, "prove $h", "every line OK");

    public static Gate Read(string host, int seconds, Arguments given) => new Digests(host, seconds);
}
