using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Can the host be reached, with its pinned key, and does sudo work?</summary>
internal sealed record Reachable(string Host, int Seconds) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [];

    internal override ConsoleLine ByHand => new(Host, "on $h true", "prints nothing");

    public static Gate Read(string host, int seconds, Arguments given) => new Reachable(host, seconds);
}
