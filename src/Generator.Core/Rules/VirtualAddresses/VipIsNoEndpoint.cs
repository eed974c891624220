using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

internal static class VipIsNoEndpoint
{
    internal static readonly Rule Rule = new(
        "VIP011",
        Severity.Warning,
        "clients use a different address than the VIP",
        "The VIP moves when a load balancer fails, but clients use another address and do not move with it.",
        "remove endpoint to use the VIP, write a name that leads to the VIP, or waive this with the reason",
        Example.With(
            loadBalancer: "{endpoint: 192.168.3.201, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.203}], "
                + "vip: {address: 192.168.3.202, routerId: 61, interface: eth0}}"),
        Example.WithOwnVip(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is { Vip: { } vip, Endpoint: var endpoint }
            && endpoint.Value.Address is { } address
            && address != vip.Address.Value)
            yield return new Finding(endpoint.At, $"clients use {endpoint}, but the VIP is {vip.Address}");
    }
}
