using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does its clock agree with that of the source master?</summary>
/// <param name="Source">The source master.</param>
internal sealed record Clock(string Host, int Seconds, string Source) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Source];

    internal override ConsoleLine ByHand => new(Host, "on $h 'date -u'", $"within ten seconds of {Source}");

    public static Gate Read(string host, int seconds, Arguments given) => new Clock(host, seconds, given.Next());
}
