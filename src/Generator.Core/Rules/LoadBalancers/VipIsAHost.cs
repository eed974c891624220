using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class VipIsAHost
{
    internal static readonly Rule Rule = new(
        "LBR006",
        Severity.Error,
        "the VIP is a host's own address",
        "A VIP moves between the load balancers. An address that belongs to a host would be removed from that host.",
        "choose a free address of the same network for the VIP",
        Example.With(
            loadBalancer: "{hosts: [{name: lb1, address: 192.168.3.202}, {name: lb2, address: 192.168.3.201}], vip: {address: 192.168.3.201, "
                + "routerId: 61, interface: eth0}}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer?.Vip is { } vip && Machines.At(cluster.Topology, vip.Address.Value) is { } host)
            yield return new Finding(vip.Address.At, $"the VIP {vip.Address} is the address of {host.Name}");
    }
}
