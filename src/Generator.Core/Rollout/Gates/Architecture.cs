using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is the machine's architecture that of another host, as uname -m prints it?</summary>
/// <param name="Source">The host that it is compared with.</param>
internal sealed record Architecture(string Host, int Seconds, string Source) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Source];

    internal override ConsoleLine ByHand => new(Host, "on $h 'uname -m'", $"what {Source} prints");

    public static Gate Read(string host, int seconds, Arguments given) => new Architecture(host, seconds, given.Next());
}
