using System.Collections.Immutable;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Capturing.Captures;

/// <summary>An existing load balancer.</summary>
/// <param name="Endpoint">The address that clients use.</param>
/// <param name="Port">The port that they use.</param>
internal sealed record DraftedBalancer(
    Guess<HostNameOrAddress> Endpoint,
    Guess<int> Port,
    ImmutableArray<DraftedHost> Hosts,
    Guess<BalancerEngine>? Engine)
{
    /// <summary>The distribution family of its hosts, if it is known.</summary>
    internal Guess<Distro>? Distro { get; init; }

    /// <summary>Whether haplane's nginx serves its http page there.</summary>
    internal Guess<bool>? Http { get; init; }
}
