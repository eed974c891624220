using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does a TCP connection come about?</summary>
/// <param name="Target">The host that it goes to.</param>
/// <param name="Port">The port.</param>
internal sealed record Connects(string Host, int Seconds, string Target, string Port) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Target, Port];

    internal override ConsoleLine ByHand => new(Host, $"on $h 'timeout 5 bash -c \"</dev/tcp/{Target}/{Port}\"'", "prints nothing");

    public static Gate Read(string host, int seconds, Arguments given) => new Connects(host, seconds, given.Next(), given.Next());
}
