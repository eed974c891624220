using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

/// <summary>VIP001.</summary>
internal static class NopreemptWithWeight
{
    internal static readonly Rule Rule = new(
        "VIP001",
        Severity.Warning,
        "a VIP that never moves: nopreempt and a weight",
        "A check with a weight only lowers the priority, and with nopreempt nobody takes the address from a host of lower priority: the balancer fails, and the VIP stays where it is.",
        "remove the weight: a failed check then gives the address up at once (1.9 s, measured)",
        Example.With().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived("    weight -20\n")),
        Example.With().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived("")),
        Check);

    private static string Keepalived(string weight) =>
        $"global_defs {{\n    script_user root\n    enable_script_security\n}}\nvrrp_script nginx {{\n    script \"/usr/bin/pgrep nginx\"\n{weight}}}\nvrrp_instance VI_1 {{\n    state BACKUP\n    nopreempt\n    virtual_router_id 61\n    virtual_ipaddress {{\n        192.168.3.201\n    }}\n    track_script {{\n        nginx\n    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from instance in VrrpInstance.All(cluster)
        let nopreempt = instance.Find("nopreempt")
        where nopreempt is not null
        from check in instance.Checks
        where check.Weight != 0
        select new Finding(check.At, FormattableString.Invariant($"keepalived on {instance.Host} has nopreempt, and the check {check.Name} has the weight {check.Weight}"))
        {
            Related = [new RelatedPlace("nopreempt is here", nopreempt.At)],
        };
}
