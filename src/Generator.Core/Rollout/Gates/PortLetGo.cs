using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Have hosts closed their connections to a port?</summary>
/// <param name="Port">The port.</param>
/// <param name="Clients">Their addresses; every client where there is none.</param>
internal sealed record PortLetGo(string Host, int Seconds, string Port, ImmutableArray<string> Clients) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Port, .. Clients];

    internal override ConsoleLine ByHand => new(
        Host,
        $"on $h 'ss -Htn state established sport = :{Port}'",
        Clients.IsEmpty ? "nothing; a client that is listed has to be moved first" : $"nothing from {string.Join(", ", Clients)}");

    public static Gate Read(string host, int seconds, Arguments given) => new PortLetGo(host, seconds, given.Next(), given.Rest());
}
