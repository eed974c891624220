using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals;

/// <summary>A unit of the site that a component's unit on the source master names, and that new masters do not get.</summary>
/// <param name="By">The component's unit.</param>
/// <param name="At">Where it is named.</param>
/// <param name="IsOnSource">Whether the source master has it.</param>
/// <param name="Without">The new masters that would not have it.</param>
internal sealed partial record NeededUnit(string Name, string Key, string By, Location At, bool IsOnSource, ImmutableArray<string> Without)
{
    /// <summary>The keys that require a unit: without it systemd does not start this one.</summary>
    internal static readonly string[] Required = ["Requires", "Requisite", "BindsTo"];

    /// <summary>The units that some keys name.</summary>
    internal static IEnumerable<NeededUnit> Of(Cluster cluster, params string[] keys)
    {
        if (cluster.Source is not { } source)
            return [];
        var delivered = source.Components.Select(component => component.UnitName).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from component in source.Components
               from entry in keys.SelectMany(key => component.Unit.All("Unit", key))
               from name in component.SpecifiersOn(source.Capture.Host)
                   .Apply(entry.Value).Text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
                   .Distinct()
               where !delivered.Contains(name) && !OfTheDistribution.IsMatch(name)
               let isSeen = IsOn(source.Capture, name)
               let without = MastersWithout(cluster, component, name)
               where without.Length > 0
               group new NeededUnit(
                   name, entry.Key, component.UnitName, entry.Value.Place ?? entry.At, isSeen, without) by (component.UnitName, name) into same
               select same.First(),
        ];
    }

    private static ImmutableArray<string> MastersWithout(Cluster cluster, Component component, string unit) =>
    [
        .. from master in cluster.Topology.Masters
           let host = master.Host
           where host.Name.Value != cluster.Topology.Source.Value
           where component.IsControlPlane || master.RunsNode?.Value.On != false
           where !(cluster.Installations.GetValueOrDefault(host.Name.Value.Text) is { } captured && IsOn(captured.Capture, unit))
           where !(IsEtcd(unit) && cluster.Topology.Etcd.Any(member => member.Value.Host.Address == host.Address.Value))
           where !(Balancers.IsMatch(unit) && cluster.Topology.LoadBalancer?.Hosts.Any(balancer => balancer.Name.Value == host.Name.Value) == true)
           select host.Name.Value.Text,
    ];

    /// <summary>Whether it is etcd, whose members the topology lists.</summary>
    internal static bool IsEtcd(string unit) => unit.Contains("etcd", StringComparison.Ordinal);

    private static bool IsOn(HostCapture capture, string unit) => UnitPath.Folders.Any(folder => capture.Seen($"{folder}/{unit}") is not null);

    // Units of systemd itself, of distributions and of container runtimes. The rollout checks for a runtime before it starts.
    [GeneratedRegex(
        @"\.(target|slice|scope|device|swap)$|^-\.mount$|^(systemd-.*|network.*|NetworkManager.*|docker|containerd|crio|cri-o|cri-dockerd?"
            + @"|podman|isulad|firewalld|iptables|ip6tables|ipset|nftables|ufw|chronyd?|ntpd?|ntpdate|rpcbind|rpc-.*|nfs-.*|dbus.*|sshd?|auditd"
            + @"|rsyslog|local-fs.*|remote-fs.*|iscsid?|multipathd|lvm2-.*|cloud-.*|tuned|irqbalance|apparmor|selinux.*)\.(service|socket)$")]
    private static partial Regex OfTheDistribution { get; }

    [GeneratedRegex(@"^(kube-)?(nginx|haproxy|keepalived|lb)\.service$")]
    private static partial Regex Balancers { get; }
}
