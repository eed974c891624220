using System.Globalization;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

internal static class RouterNumberShared
{
    internal static readonly Rule Rule = new(
        "VIP006",
        Severity.Error,
        "two VIPs have one router number",
        "Each host treats advertisements for the other address as its own. No host carries one of the two VIPs.",
        "write a different virtual_router_id for each VIP, and capture the hosts again",
        Example.WithVip().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived(61)),
        Example.WithVip().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived(62)),
        Check);

    private static string Keepalived(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"vrrp_track_process nginx {{\n    process nginx\n}}\nvrrp_instance VI_1 {{\n    interface eth0\n    virtual_router_id 61\n"
            + $"    virtual_ipaddress {{\n        192.168.3.201\n    }}\n    track_process {{\n        nginx\n    }}\n}}\nvrrp_instance VI_2 {{\n"
            + $"    interface eth0\n    virtual_router_id {number}\n    virtual_ipaddress {{\n        192.168.3.210\n    }}\n    track_process {{\n"
            + $"        nginx\n    }}\n}}\n");

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from same in VrrpInstance.All(cluster)
            .Where(instance => instance.Value("virtual_router_id") is not null && !instance.Addresses.IsEmpty)
            .GroupBy(instance => (Interface: instance.Value("interface"), instance.IsIpv6, Number: instance.Value("virtual_router_id")))
        let first = same.First()
        from other in same.Skip(1)
        where !other.Addresses.ToHashSet(StringComparer.Ordinal).SetEquals(first.Addresses)
        select New(other, first, same.Key.Number);

    private static Finding New(VrrpInstance other, VrrpInstance first, string? number)
    {
        var (others, firsts) = (string.Join(", ", other.Addresses), string.Join(", ", first.Addresses));
        var isOneVip = other.IsPeerOf(first);
        return new Finding(
            other.Find("virtual_router_id")?.At ?? other.At,
            isOneVip
                ? $"the lists differ: router number {number} carries {others} on {other.Host}, but {firsts} on {first.Host}"
                : $"router number {number} is used for {others} on {other.Host} and for {firsts} on {first.Host}")
        {
            Hint = isOneVip ? "write one list in virtual_ipaddress on all hosts of the VIP, and capture them again" : null,
            Related = [new RelatedPlace("the other one", first.Find("virtual_router_id")?.At ?? first.At)],
        };
    }
}
