using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is a boolean of SELinux on, where SELinux enforces?</summary>
/// <param name="Boolean">The boolean.</param>
internal sealed record SelinuxSwitch(string Host, int Seconds, string Boolean) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Boolean];

    internal override ConsoleLine ByHand => new(Host, "on $h 'getenforce; getsebool $v'", "Disabled or Permissive; else on", Boolean);

    public static Gate Read(string host, int seconds, Arguments given) => new SelinuxSwitch(host, seconds, given.Next());
}
