using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Originals;

/// <summary>Where the load balancer of a host listens, in addition to the port.</summary>
/// <param name="Only">Its one address; null for every address of its families.</param>
/// <param name="Ipv4">Whether it accepts connections over IPv4.</param>
/// <param name="Ipv6">Whether it accepts connections over IPv6.</param>
internal sealed record BalancerListen(Address? Only, bool Ipv4, bool Ipv6)
{
    /// <summary>The addresses that a host of the load balancer listens on.</summary>
    internal static BalancerListen Of(Cluster cluster, LoadBalancer balancer, Host host)
    {
        var own = host.Address.Value;
        if (balancer.IsNodeLocal)
            return new BalancerListen(Address.Loopback, Ipv4: true, Ipv6: false);
        // A VIP can be added on masters later: it arrives without a change of what listens.
        if (!balancer.IsOnMasters && IsOwnEnough(cluster, balancer, host))
            return new BalancerListen(own, !own.IsIpv6, own.IsIpv6);
        // The endpoint can be of the other family than the address of the host in the topology.
        var endpoint = balancer.Endpoint.Value.Address ?? own;
        return new BalancerListen(null, !own.IsIpv6 || !endpoint.IsIpv6, own.IsIpv6 || endpoint.IsIpv6);
    }

    // Next to a kube-apiserver on the same machine, the host's own address is enough if clients use it. An address that moves between hosts,
    // or a name that may lead to one, arrives at every host.
    private static bool IsOwnEnough(Cluster cluster, LoadBalancer balancer, Host host) =>
        cluster.Topology.Masters.Any(master => master.Host.Name.Value == host.Name.Value)
        && balancer is { Vip: null, Endpoint.Value.Address: { } endpoint }
        && cluster.Topology.Hosts.Any(other => other.Address.Value == endpoint)
        && !(cluster.Installations.GetValueOrDefault(host.Name.Value.Text) is { } captured
            && VrrpInstance.On(captured.Capture).Any(instance => !instance.Addresses.IsEmpty));
}
