using System.Collections.Immutable;
using Generator.Core.Values;

namespace Generator.Core.Captures;

/// <summary>A load balancer that is there already.</summary>
/// <param name="Endpoint">What clients use.</param>
/// <param name="Port">The port that they use.</param>
/// <param name="Hosts">Its hosts.</param>
/// <param name="Engine">Its program.</param>
internal sealed record DraftedBalancer(
    Guess<HostNameOrAddress> Endpoint,
    Guess<int> Port,
    ImmutableArray<DraftedHost> Hosts,
    Guess<BalancerEngine>? Engine)
{
    /// <summary>The family of its hosts' distribution, where it is known.</summary>
    internal Guess<Distro>? Distro { get; init; }

    /// <summary>Whether haplane's nginx serves its http page there.</summary>
    internal Guess<bool>? Http { get; init; }
}
