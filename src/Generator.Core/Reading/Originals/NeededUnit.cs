using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

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

    /// <summary>The units that some keys of the section [Unit] name.</summary>
    internal static IEnumerable<NeededUnit> Of(Cluster cluster, params string[] keys) =>
        cluster.Source is { } source ? Of(cluster, source, source.Components.SelectMany(component => Named(source, component, "Unit", keys))) : [];

    /// <summary>The units that a component runs with because of its other sections, of links next to its unit, or of the other unit itself.</summary>
    internal static IEnumerable<NeededUnit> Around(Cluster cluster) =>
        cluster.Source is { } source
            ? Of(
                cluster,
                source,
                source.Components.SelectMany(component => Named(source, component, "Service", "Slice", "Sockets")
                    .Concat(Linked(source.Capture, component))
                    .Concat(OfOthers(source.Capture, component))
                    .Concat(Mounts(source.Capture, component))))
            : [];

    private static IEnumerable<NeededUnit> Of(Cluster cluster, Installation source, IEnumerable<Mention> mentions)
    {
        var delivered = source.Components.Select(component => component.UnitName).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from mention in mentions
               let isSeen = IsOn(source.Capture, mention.Name)
               where !delivered.Contains(mention.Name) && !IsOfTheDistribution(source.Capture, mention.Name)
               let without = MastersWithout(cluster, mention.By, mention.Name)
               where without.Length > 0
               group new NeededUnit(
                   mention.Name, mention.Key, mention.By.UnitName, mention.At, isSeen, without) by (mention.By.UnitName, mention.Name) into same
               select same.First(),
        ];
    }

    private static IEnumerable<Mention> Named(Installation source, Component component, string section, params string[] keys) =>
        from entry in keys.SelectMany(key => component.Unit.All(section, key))
        from name in component.SpecifiersOn(source.Capture.Host)
            .Apply(entry.Value).Text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
        select new Mention(name, $"{entry.Key}=", component, entry.Value.Place ?? entry.At);

    // systemctl enable makes such a link for WantedBy= and RequiredBy= of the other unit; it is not delivered.
    private static IEnumerable<Mention> Linked(HostCapture capture, Component component) =>
        from entry in capture.Inventory.Values
        let folder = HostPath.FolderOf(entry.Path)
        where HostPath.NameOf(folder) is var name && (name == $"{component.UnitName}.wants" || name == $"{component.UnitName}.requires")
        where UnitPath.Folders.Contains(HostPath.FolderOf(folder))
        select new Mention(HostPath.NameOf(entry.Path), $"{HostPath.NameOf(folder)}/", component, entry.At);

    // Such as flanneld with Before=kubelet.service.
    private static IEnumerable<Mention> OfOthers(HostCapture capture, Component component) =>
        from installed in InstalledUnit.Of(capture)
        let unit = installed is { File: { } file, IsMasked: false } ? UnitFile.Parse(file) : null
        where unit is not null && Component.Of(installed, capture) is null
        from entry in unit.All("Unit", "Before").Concat(unit.All("Install", "RequiredBy")).Concat(unit.All("Install", "WantedBy"))
        where entry.Value.Text.Split(' ').Contains(component.UnitName)
        select new Mention(installed.Name, $"its {entry.Key}=", component, entry.Value.Place ?? entry.At);

    private static IEnumerable<Mention> Mounts(HostCapture capture, Component component) =>
        from entry in component.Unit.All("Unit", "RequiresMountsFor").Concat(component.Unit.All("Unit", "WantsMountsFor"))
        from path in component.SpecifiersOn(capture.Host).Apply(entry.Value).Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        from mount in UnitPath.Folders.SelectMany(capture.In).Select(HostPath.NameOf).Distinct()
        where mount.EndsWith(".mount", StringComparison.Ordinal)
        let target = "/" + mount[..^".mount".Length].Replace('-', '/').Replace(@"\x2d", "-", StringComparison.Ordinal)
        where path == target || path.StartsWith($"{target}/", StringComparison.Ordinal)
        select new Mention(mount, $"{entry.Key}=", component, entry.Value.Place ?? entry.At);

    // A slice or target exists without a file; one of the site has its settings there.
    private static bool IsOfTheDistribution(HostCapture capture, string unit) =>
        OfTheDistribution.IsMatch(unit)
        && !(unit.EndsWith(".slice", StringComparison.Ordinal) && capture.Seen($"/etc/systemd/system/{unit}") is not null);

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

    private static bool IsOn(HostCapture capture, string unit) =>
        UnitPath.Folders.Any(folder =>
            capture.Seen($"{folder}/{unit}") is not null || capture.Seen($"{folder}/{UnitPath.TemplateOf(unit)}") is not null);

    private sealed record Mention(string Name, string Key, Component By, Location At);

    // Units of systemd itself, of distributions and of container runtimes. The rollout checks for a runtime before it starts.
    [GeneratedRegex(
        @"\.(target|slice|scope|device|swap)$|^-\.mount$|^(systemd-.*|network.*|NetworkManager.*|docker|containerd|crio|cri-o|cri-dockerd?"
            + @"|podman|isulad|firewalld|iptables|ip6tables|ipset|nftables|ufw|chronyd?|ntpd?|ntpdate|rpcbind|rpc-.*|nfs-.*|dbus.*|sshd?|auditd"
            + @"|rsyslog|local-fs.*|remote-fs.*|iscsid?|multipathd|lvm2-.*|cloud-.*|tuned|irqbalance|apparmor|selinux.*)\.(service|socket)$")]
    private static partial Regex OfTheDistribution { get; }

    [GeneratedRegex(@"^(kube-)?(nginx|haproxy|keepalived|lb)\.service$")]
    private static partial Regex Balancers { get; }
}
