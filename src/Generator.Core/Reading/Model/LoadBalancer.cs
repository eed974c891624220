using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>The load balancer between the clients and the kube-apiservers.</summary>
/// <param name="At">The section that declares it.</param>
/// <param name="Engine">The program.</param>
/// <param name="Endpoint">The address that clients use; for one on every node, that of people and of everything outside the nodes.</param>
/// <param name="Distro">The family of distributions of its hosts.</param>
/// <param name="Port">The port that clients use.</param>
/// <param name="Http">Whether nginx also serves its http page on port 80.</param>
/// <param name="Hosts">The hosts, listed or by the placement; none for an external load balancer.</param>
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
    public bool IsOnMasters => Is(BalancerPlacement.Masters);

    /// <summary>Whether every node has its own, on loopback.</summary>
    public bool IsNodeLocal => Is(BalancerPlacement.NodeLocal);

    /// <summary>The endpoint of the node agents.</summary>
    public Endpoint ForNodes => Foundation.Values.Endpoint.Https(IsNodeLocal ? HostNameOrAddress.Of(Address.Loopback) : Endpoint.Value, Port.Value);

    /// <summary>The endpoint of people and pipelines. A load balancer on loopback is not for them: they use a kube-apiserver.</summary>
    /// <param name="apiserver">The port of the kube-apiservers.</param>
    public Endpoint ForPeople(Port apiserver) => Foundation.Values.Endpoint.Https(Endpoint.Value, IsNodeLocal ? apiserver : Port.Value);

    private bool Is(BalancerPlacement placement) => Engine.Value.Value != BalancerEngine.External && Placement.Value.Value == placement;
}
