using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

internal static class BalancerNotAsked
{
    internal static readonly Rule Rule = new(
        "VIP008",
        Severity.Warning,
        "keepalived does not check the load balancer",
        "The VIP moves only when the whole host goes down. If only nginx or haproxy stops, the address stays on a host where nothing answers.",
        "track a script that checks nginx or haproxy, without a weight, and capture the host again; or waive this if a unit stops keepalived "
            + "together with the load balancer",
        Example.WithVip().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived("track_interface {\n        eth0\n    }")),
        Example.WithVip().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived("track_process {\n        nginx\n    }")),
        Check);

    private static string Keepalived(string tracked) =>
        $"vrrp_track_process nginx {{\n    process nginx\n}}\nvrrp_instance VI_1 {{\n    state BACKUP\n    virtual_router_id 61\n"
            + $"    virtual_ipaddress {{\n        192.168.3.201\n    }}\n    {tracked}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from instance in VrrpInstance.All(cluster)
        where !instance.Addresses.IsEmpty && !instance.Checks.Any(check => check.AsksBalancer)
        select new Finding(
            instance.At, $"keepalived on {instance.Host} carries {string.Join(", ", instance.Addresses)} but tracks no script, process or file");
}
