using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is there room on every file system for what is written there?</summary>
internal sealed record DiskSpace(string Host, int Seconds) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [];

    internal override ConsoleLine ByHand => new(Host, "on $h 'df -h / /var'", "Avail above 2G");

    public static Gate Read(string host, int seconds, Arguments given) => new DiskSpace(host, seconds);
}
