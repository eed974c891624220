using System.Globalization;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

internal static class RouterNumbersApart
{
    internal static readonly Rule Rule = new(
        "VIP005",
        Severity.Error,
        "one VIP has two router numbers",
        "Hosts with different virtual_router_id do not see each other. Both carry the address at once, and clients reach either of them.",
        "write the same virtual_router_id on all hosts of the VIP, one that nothing else uses in the network segment; then capture the hosts again",
        Example.WithVip()
            .Adding("lb1/etc/keepalived/keepalived.conf", Keepalived(61))
            .Adding("lb2/etc/keepalived/keepalived.conf", Keepalived(62)),
        Example.WithVip()
            .Adding("lb1/etc/keepalived/keepalived.conf", Keepalived(61))
            .Adding("lb2/etc/keepalived/keepalived.conf", Keepalived(61)),
        Check);

    private static string Keepalived(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"vrrp_track_process nginx {{\n    process nginx\n}}\nvrrp_instance VI_1 {{\n    state BACKUP\n    virtual_router_id {number}\n"
            + $"    virtual_ipaddress {{\n        192.168.3.201\n    }}\n    track_process {{\n        nginx\n    }}\n}}\n");

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from same in VrrpInstance.All(cluster)
            .SelectMany(instance => instance.Addresses.Select(address => (Address: address, Instance: instance)))
            .GroupBy(pair => pair.Address, pair => pair.Instance, StringComparer.Ordinal)
        let first = same.First()
        from other in same.Skip(1)
        where other.Host != first.Host && other.Value("virtual_router_id") != first.Value("virtual_router_id")
        select new Finding(
            other.Find("virtual_router_id")?.At ?? other.At,
            $"{same.Key} has the router number {other.Value("virtual_router_id") ?? "none"} on {other.Host} and "
                + $"{first.Value("virtual_router_id") ?? "none"} on {first.Host}")
        {
            Related = [new RelatedPlace($"the number on {first.Host}", first.Find("virtual_router_id")?.At ?? first.At)],
        };
}
