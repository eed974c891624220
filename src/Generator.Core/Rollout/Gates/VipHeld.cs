using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does exactly one load balancer have the VIP, and is it reached there?</summary>
/// <param name="Vip">The address.</param>
/// <param name="Port">The port that clients use.</param>
/// <param name="Peers">The addresses of the other load balancers.</param>
internal sealed record VipHeld(string Host, int Seconds, string Vip, string Port, ImmutableArray<string> Peers) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Vip, Port, .. Peers];

    internal override ConsoleLine ByHand => new(Host, $"on $h 'ip -o addr show to {Vip}'", "one line, from one host only");

    public static Gate Read(string host, int seconds, Arguments given) => new VipHeld(host, seconds, given.Next(), given.Next(), given.Rest());
}
