using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does an interface have an address?</summary>
/// <param name="Interface">The interface.</param>
/// <param name="Address">The address.</param>
internal sealed record InterfaceHas(string Host, int Seconds, string Interface, string Address) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Interface, Address];

    internal override ConsoleLine ByHand => new(Host, $"on $h 'ip -o addr show dev {Interface}'", "the address of $h is among them");

    public static Gate Read(string host, int seconds, Arguments given) => new InterfaceHas(host, seconds, given.Next(), given.Next());
}
