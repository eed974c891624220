using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>The load balancer between the clients and the kube-apiservers.</summary>
/// <param name="At">The section that declares it.</param>
/// <param name="Engine">The program.</param>
/// <param name="Endpoint">The address that clients use.</param>
/// <param name="Distro">The family of distributions of its hosts.</param>
/// <param name="Port">The port that clients use.</param>
/// <param name="Http">Whether nginx also serves its http page on port 80.</param>
/// <param name="Hosts">The hosts, listed or the masters; none for an external load balancer.</param>
/// <param name="Vip">The address that moves between the hosts, if any.</param>
public sealed record LoadBalancer(
    Location At,
    Located<Choice<BalancerEngine>> Engine,
    Located<HostNameOrAddress> Endpoint,
    Located<Choice<Distro>> Distro,
    Located<Port> Port,
    Located<Switch> Http,
    ImmutableArray<Host> Hosts,
    VirtualAddress? Vip)
{
    /// <summary>Which hosts run it.</summary>
    public required Located<Choice<BalancerPlacement>> Placement { get; init; }

    /// <summary>Whether its hosts are the masters.</summary>
    public bool IsOnMasters => Engine.Value.Value != BalancerEngine.External && Placement.Value.Value == BalancerPlacement.Masters;
}
