using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Which clients are still connected to a port? It lists them, and never fails.</summary>
/// <param name="Port">The port.</param>
/// <param name="Expected">The addresses that may be: the masters and the load balancers.</param>
internal sealed record StillConnected(string Host, int Seconds, string Port, ImmutableArray<string> Expected) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Port, .. Expected];

    internal override ConsoleLine ByHand => new(
        Host,
        $"on $h 'ss -Htn state established sport = :{Port}'",
        "every client listed here, except the load balancers and the masters, has to be moved by hand (a kubeconfig: haplane kubeconfig FILE)");

    public static Gate Read(string host, int seconds, Arguments given) => new StillConnected(host, seconds, given.Next(), given.Rest());
}
