using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

internal static class VipOfOtherFamily
{
    internal static readonly Rule Rule = new(
        "VIP010",
        Severity.Error,
        "the VIP and a load balancer are of different address families",
        "keepalived refuses peers of another family than the VIP, so no host would carry it.",
        "write a VIP of the same family as the load balancers' addresses",
        Example.With(
            loadBalancer: "{endpoint: kubernetes, hosts: [{name: lb1, address: 192.168.3.202}, {name: lb2, address: 192.168.3.203}], "
                + "vip: {address: 2001:db8::10, routerId: 61, interface: eth0}}"),
        Example.WithOwnVip(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.LoadBalancer is { Vip: { } vip } balancer
            ? balancer.Hosts.Where(host => host.Address.Value.IsIpv6 != vip.Address.Value.IsIpv6).Take(1).Select(host =>
                new Finding(vip.Address.At, $"the VIP {vip.Address} is of another family than {host.Address} of {host.Name}"))
            : [];
}
