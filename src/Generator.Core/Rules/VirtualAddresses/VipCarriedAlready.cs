using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

internal static class VipCarriedAlready
{
    internal static readonly Rule Rule = new(
        "VIP013",
        Severity.Error,
        "a keepalived of the site already moves this VIP or uses its router number",
        "haplane keeps a keepalived.conf that it has not written and starts a second keepalived. Two routers with one address or one number in a "
            + "network segment take each other's advertisements, and the VIP is on two hosts or on none.",
        "remove vip and write the address as the endpoint, so that the existing keepalived goes on; or write another address and routerId; or remove "
            + "the instance from keepalived.conf and capture the host again",
        Example.WithOwnVip().Adding(
            "lb1/etc/keepalived/keepalived.conf",
            "vrrp_track_process nginx {\n    process nginx\n}\nvrrp_instance VI_1 {\n    interface eth0\n    virtual_router_id 60\n"
                + "    virtual_ipaddress {\n        192.168.3.201\n    }\n    track_process {\n        nginx\n    }\n}\n"),
        Example.WithOwnVip(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer?.Vip is not { } vip)
            return [];
        return from instance in VrrpInstance.All(cluster)
               where !WrittenByHaplane.Is(instance.At.File)
               let carries = instance.Carries(vip.Address.Value.Text)
               where carries || instance.Value("virtual_router_id") == vip.RouterId.ToString()
               select new Finding(
                   carries ? vip.Address.At : vip.RouterId.At,
                   carries
                       ? $"keepalived on {instance.Host} already moves {vip.Address}"
                       : $"keepalived on {instance.Host} already uses the router number {vip.RouterId}")
               {
                   Related = [new RelatedPlace("the instance", instance.At)],
               };
    }
}
