using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

internal static class NopreemptOnMaster
{
    internal static readonly Rule Rule = new(
        "VIP002",
        Severity.Warning,
        "nopreempt is used without state BACKUP",
        "keepalived clears nopreempt on a host that starts as MASTER. The host takes the address back as soon as it is up, and every connection is "
            + "cut a second time.",
        "write state BACKUP on every host; then only the priority decides which host starts",
        Example.WithVip().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived("MASTER")),
        Example.WithVip().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived("BACKUP")),
        Check);

    private static string Keepalived(string state) =>
        $"vrrp_track_process nginx {{\n    process nginx\n}}\nvrrp_instance VI_1 {{\n    state {state}\n    nopreempt\n    virtual_router_id 61\n"
            + $"    virtual_ipaddress {{\n        192.168.3.201\n    }}\n    track_process {{\n        nginx\n    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from instance in VrrpInstance.All(cluster)
        where instance.Find("nopreempt") is not null && instance.StartsAsMaster
        select new Finding(instance.Find("state")?.At ?? instance.At, $"keepalived on {instance.Host} starts as MASTER, which clears nopreempt");
}
