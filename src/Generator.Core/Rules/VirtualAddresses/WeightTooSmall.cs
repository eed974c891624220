using System.Globalization;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

internal static class WeightTooSmall
{
    internal static readonly Rule Rule = new(
        "VIP003",
        Severity.Warning,
        "a VIP never moves because the weight is too small",
        "A failed check lowers the priority by its weight. If it is still above the next host's, the address stays on a host whose load balancer is "
            + "down.",
        "make the weight larger than the gap between the priorities, or remove it; a failed check then releases the address",
        Example.WithVip()
            .Adding("lb1/etc/keepalived/keepalived.conf", Keepalived(100, -5))
            .Adding("lb2/etc/keepalived/keepalived.conf", Keepalived(50, -5)),
        Example.WithVip()
            .Adding("lb1/etc/keepalived/keepalived.conf", Keepalived(100, -60))
            .Adding("lb2/etc/keepalived/keepalived.conf", Keepalived(50, -60)),
        Check);

    private static string Keepalived(int priority, int weight) => string.Create(
        CultureInfo.InvariantCulture,
        $"global_defs {{\n    script_user root\n    enable_script_security\n}}\nvrrp_script nginx {{\n    script \"/usr/bin/pgrep nginx\"\n"
            + $"    weight {weight}\n}}\nvrrp_instance VI_1 {{\n    state BACKUP\n    priority {priority}\n    virtual_router_id 61\n"
            + $"    virtual_ipaddress {{\n        192.168.3.201\n    }}\n    track_script {{\n        nginx\n    }}\n}}\n");

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var instances = VrrpInstance.All(cluster).ToArray();
        return from instance in instances
               from check in instance.Checks
               where check.Weight != 0
               let found = instance.Priority == VrrpInstance.OwnerPriority ? OfOwner(instance, check) : WithinGap(instance, check, instances)
               where found is not null
               select found;
    }

    // A host with nopreempt takes the address from no other host, whatever the weight.
    private static Finding? WithinGap(VrrpInstance instance, VrrpCheck check, VrrpInstance[] instances)
    {
        var next = instances.Where(instance.IsPeerOf)
            .Where(other => other.Priority < instance.Priority && other.Nopreempt is null)
            .MaxBy(other => other.Priority);
        return !check.IsWhole || next is null || Math.Abs(check.Weight) > instance.Priority - next.Priority ? null : new Finding(
            check.At,
            FormattableString.Invariant($"the check {check.Name} on {instance.Host} changes the priority by {Math.Abs(check.Weight)}, ")
                + FormattableString.Invariant($"and priority {instance.Priority} is {instance.Priority - next.Priority} above {next.Host}'s"))
        {
            Related = [new RelatedPlace($"the priority of {next.Host}", next.Find("priority")?.At ?? next.At)],
        };
    }

    private static Finding OfOwner(VrrpInstance instance, VrrpCheck check)
    {
        var why = instance.Find("priority") is null ? "starts as MASTER without a priority, which makes it 255" : "has the priority 255";
        return new Finding(
            check.At,
            $"keepalived on {instance.Host} {why}: it acts as owner of the address and ignores the check {check.Name}, because that has a weight")
        {
            Hint = "write a priority, such as 100, or remove the weight, and capture the host again",
            Related = [new RelatedPlace("the instance is here", instance.Find("priority")?.At ?? instance.At)],
        };
    }
}
