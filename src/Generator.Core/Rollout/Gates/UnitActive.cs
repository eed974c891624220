using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does a unit run, and has it been running since its start?</summary>
/// <param name="Unit">The unit.</param>
internal sealed record UnitActive(string Host, int Seconds, string Unit) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Unit];

    internal override ConsoleLine ByHand => new(Host, "on $h 'systemctl is-active $v'", "nothing but active", Unit);

    public static Gate Read(string host, int seconds, Arguments given) => new UnitActive(host, seconds, given.Next());
}
