using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Is a port free, or held by the service that this rollout runs there?</summary>
/// <param name="Port">The port.</param>
internal sealed record PortFree(string Host, int Seconds, string Port) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Port];

    internal override ConsoleLine ByHand => new(
        Host,
        "on $h 'ss -Hltnp | grep -E \":($v) \"'",
        "nothing, or the services that are to run there",
        Port,
        "|");

    public static Gate Read(string host, int seconds, Arguments given) => new PortFree(host, seconds, given.Next());
}
