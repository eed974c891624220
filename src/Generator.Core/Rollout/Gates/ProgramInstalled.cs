using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is a program installed, in a release that knows what haplane writes for it?</summary>
/// <param name="Program">The program, which is also the name of its package.</param>
/// <param name="OldestRelease">The oldest release, as MAJOR.MINOR.</param>
internal sealed record ProgramInstalled(string Host, int Seconds, string Program, string OldestRelease) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Program, OldestRelease];

    internal override ConsoleLine ByHand => new(Host, $"on $h '{Program} -v 2>&1 | head -n 1'", $"{OldestRelease} or later");

    public static Gate Read(string host, int seconds, Arguments given) => new ProgramInstalled(host, seconds, given.Next(), given.Next());
}
