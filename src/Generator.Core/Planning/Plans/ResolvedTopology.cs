using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>Fills in the open values of the topology. A written value overrides the originals, and these override a default.</summary>
internal static class ResolvedTopology
{
    internal static Topology Of(Cluster cluster, Installation source) => cluster.Topology with
    {
        Layout = Layout(cluster.Topology.Layout, source),
        Apiserver = cluster.Topology.Apiserver with { Port = cluster.Topology.Apiserver.Port with { Value = cluster.ApiserverPort } },
        Masters = [
            .. cluster.Topology.Masters.Select(master => master with { NodeName =
                NamedByAddress(cluster, source, master) ?? NodeName(cluster, master.Host, master.NodeName) }),
        ],
        Workers = [.. cluster.Topology.Workers.Select(worker => worker with { NodeName = NodeName(cluster, worker.Host, worker.NodeName) })],
        Etcd = cluster.Topology.Etcd.IsEmpty ? Etcd(source) : cluster.Topology.Etcd,
    };

    // A captured host's node has the name that its kubelet uses.
    private static Located<DnsName> NodeName(Cluster cluster, Host host, Located<DnsName> written)
    {
        var flag = cluster.Installations.GetValueOrDefault(host.Name.Value.Text)?.Find(ComponentKind.Kubelet)?.Find("hostname-override");
        return !written.IsWritten && flag is not null && DnsName.TryParse(flag.Text.ToLowerInvariant(), out var name)
            ? written with { Value = name }
            : written;
    }

    // If the source master's node is named by its address, so are those of the new masters.
    private static Located<DnsName>? NamedByAddress(Cluster cluster, Installation source, Master master)
    {
        var name = source.Find(ComponentKind.Kubelet)?.Find("hostname-override")?.Text;
        var own = cluster.Topology.Masters.First(candidate => candidate.Host.Name.Value == cluster.Topology.Source.Value).Host.Address.Value;
        return name == own.Text && !master.NodeName.IsWritten && !own.IsIpv6
            ? master.NodeName with { Value = new DnsName(master.Host.Address.Value.Text) }
            : null;
    }

    private static Layout Layout(Layout layout, Installation source)
    {
        var apiserver = source.Find(ComponentKind.Apiserver);
        var bin = Folder(apiserver?.Command.Program.Text);
        var cfg = Folder(apiserver?.Command.EnvironmentFiles.LastOrDefault()?.Path) ?? Folder(
            source.Find(ComponentKind.ControllerManager)?.Find("kubeconfig")?.Text);
        var root = OrFound(layout.Root, RootOf(bin, "bin") ?? RootOf(cfg, "cfg", "conf", "config", "ssl", "pki") ?? cfg);
        return layout with
        {
            Root = root,
            Bin = Below(layout.Bin, layout.Root, bin, root, "bin"),
            Cfg = Below(layout.Cfg, layout.Root, cfg, root, "cfg"),
            Ssl = Below(layout.Ssl, layout.Root, Folder(apiserver?.Find("tls-cert-file")?.Text), root, "ssl"),
            Logs = Below(layout.Logs, layout.Root, apiserver?.Find("log-dir")?.Text, root, "logs"),
            Units = OrFound(layout.Units, Folder(apiserver?.UnitPath)),
            Kubectl = OrFound(layout.Kubectl, source.Kubectl(layout)?.Path),
        };
    }

    // /data/kubernetes/bin is below its own root; /usr/local/bin is not.
    private static string? RootOf(string? folder, params ReadOnlySpan<string> names) =>
        folder is not null && names.Contains(HostPath.NameOf(folder)) && folder is not ("/usr/bin" or "/usr/local/bin" or "/bin")
            ? Folder(folder)
            : null;

    // A written value counts first, even if only the root is written; then the originals, then a folder below the root.
    private static Located<AbsolutePath> Below(
        Located<AbsolutePath> own, Located<AbsolutePath> writtenRoot, string? found, Located<AbsolutePath> root, string name) =>
        own.IsWritten ? own : OrFound(own with { Value = Defaults.Below(root.Value, name) }, writtenRoot.IsWritten ? null : found);

    private static Located<AbsolutePath> OrFound(Located<AbsolutePath> written, string? found) =>
        !written.IsWritten && found is not null && AbsolutePath.TryParse(found, out var path) ? written with { Value = path } : written;

    private static string? Folder(string? path) => path is null ? null : HostPath.FolderOf(path);

    private static ImmutableArray<Located<Endpoint>> Etcd(Installation source)
    {
        if (source.Find(ComponentKind.Apiserver)?.Find("etcd-servers") is not { } flag)
            return [];
        return
        [
            .. flag.Text.Split(',')
                .Select(url => Endpoint.TryParse(url, out var endpoint)
                    ? new Located<Endpoint>(endpoint, flag.At, IsWritten: false)
                    : (Located<Endpoint>?)null)
                .OfType<Located<Endpoint>>(),
        ];
    }
}
