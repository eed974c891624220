using Generator.Core.Model;
using Generator.Core.Values;

namespace Generator.Core.Originals;

/// <summary>Where the load balancer of a host listens, besides the port.</summary>
/// <param name="Only">Its one address; null for every one of its families.</param>
/// <param name="Ipv4">Whether it takes connections over IPv4.</param>
/// <param name="Ipv6">Whether it takes connections over IPv6.</param>
internal sealed record BalancerListen(Address? Only, bool Ipv4, bool Ipv6)
{
    /// <summary>What a host of the load balancer listens on.</summary>
    internal static BalancerListen Of(Cluster cluster, LoadBalancer balancer, Host host)
    {
        var own = host.Address.Value;
        if (IsOwnEnough(cluster, balancer, host))
            return new BalancerListen(own, !own.IsIpv6, own.IsIpv6);
        // The endpoint can be of the other family than the address that haplane knows of the host.
        var endpoint = balancer.Endpoint.Value.Address ?? own;
        return new BalancerListen(null, !own.IsIpv6 || !endpoint.IsIpv6, own.IsIpv6 || endpoint.IsIpv6);
    }

    // Next to an apiserver of the same machine the own address is enough where clients use that of a host. An address that moves between hosts,
    // or a name that may lead to one, arrives at every host.
    private static bool IsOwnEnough(Cluster cluster, LoadBalancer balancer, Host host) =>
        cluster.Topology.Masters.Any(master => master.Host.Name.Value == host.Name.Value)
        && balancer.Endpoint.Value.Address is { } endpoint
        && cluster.Topology.Hosts.Any(other => other.Address.Value == endpoint)
        && !(cluster.Installations.GetValueOrDefault(host.Name.Value.Text) is { } captured && VrrpInstance.On(captured.Capture).Any(instance => !instance.Addresses.IsEmpty));
}
