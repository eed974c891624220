using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does the kubelet hold a connection to the endpoint?</summary>
/// <param name="Target">The endpoint's host.</param>
/// <param name="Port">Its port.</param>
internal sealed record AgentConnected(string Host, int Seconds, string Target, string Port) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Target, Port];

    internal override ConsoleLine ByHand => new(Host, $"on $h 'ss -Htnp dport = :{Port}'", $"a line of kubelet to {Target}");

    public static Gate Read(string host, int seconds, Arguments given) => new AgentConnected(host, seconds, given.Next(), given.Next());
}
