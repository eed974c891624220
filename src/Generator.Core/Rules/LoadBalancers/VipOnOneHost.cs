using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class VipOnOneHost
{
    internal static readonly Rule Rule = new(
        "LBR003",
        Severity.Error,
        "a VIP with one load balancer",
        "A VIP moves to another load balancer when one fails. With one host it has no place to go, and keepalived has no peer to talk to.",
        "add a second load balancer, or remove vip and use the address of the host",
        Example.With(loadBalancer: "{hosts: [{name: lb1, address: 192.168.3.202}], vip: {address: 192.168.3.201, routerId: 61, interface: eth0}}"),
        Example.WithOwnVip(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is { Engine.Value.Value: not BalancerEngine.External, Hosts: [var only], Vip: { } vip })
            yield return new Finding(vip.At, $"the VIP {vip.Address} cannot move: {only.Name} is the only load balancer");
    }
}
