using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

internal static class NopreemptWithWeight
{
    internal static readonly Rule Rule = new(
        "VIP001",
        Severity.Warning,
        "a VIP never moves because of nopreempt and a weight",
        "A check with a weight only lowers the priority. A host with nopreempt takes no address from a host that still advertises it. When the load "
            + "balancer fails, the VIP stays.",
        "remove the weight: a failed check then releases the address at once (1.9 s, measured)",
        Example.WithVip().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived("    weight -20\n")),
        Example.WithVip().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived("")),
        Check);

    private static string Keepalived(string weight) =>
        $"global_defs {{\n    script_user root\n    enable_script_security\n}}\nvrrp_script nginx {{\n    script \"/usr/bin/pgrep nginx\"\n"
            + $"{weight}}}\nvrrp_instance VI_1 {{\n    state BACKUP\n    nopreempt\n    virtual_router_id 61\n    virtual_ipaddress {{\n"
            + $"        192.168.3.201\n    }}\n    track_script {{\n        nginx\n    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var instances = VrrpInstance.All(cluster).ToArray();
        return from instance in instances
               where instance.Priority != VrrpInstance.OwnerPriority
               let peers = instances.Where(instance.IsPeerOf).ToArray()
               let heirs = peers.Length == 0 ? [instance] : peers.Where(peer => peer.Priority <= instance.Priority).ToArray()
               where heirs.Length > 0 && heirs.All(heir => heir.Nopreempt is not null)
               from check in instance.Checks
               where check.Weight != 0
               select New(instance, check, heirs[0]);
    }

    // nopreempt counts on the host that should take over. If that host was not captured, it is assumed to have the same setting as this one.
    private static Finding New(VrrpInstance instance, VrrpCheck check, VrrpInstance heir)
    {
        var (who, where) = heir == instance ? ("it has", "; the other host, where it counts, was not captured") : ($"{heir.Host} has", "");
        return new Finding(
            check.At,
            FormattableString.Invariant(
                $"the check {check.Name} of keepalived on {instance.Host} has the weight {check.Weight}, and {who} nopreempt{where}"))
        {
            Related = [new RelatedPlace("nopreempt is here", heir.Nopreempt?.At ?? heir.At)],
        };
    }
}
