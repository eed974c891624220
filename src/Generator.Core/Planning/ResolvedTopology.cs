using System.Collections.Immutable;
using Generator.Core.Model;
using Generator.Core.Originals;
using Generator.Core.Values;

namespace Generator.Core.Planning;

/// <summary>Fills in what the topology leaves open and the originals decide: what is written wins over them, and they win over a default.</summary>
internal static class ResolvedTopology
{
    internal static Topology Of(Cluster cluster, Installation source) => cluster.Topology with
    {
        Layout = Layout(cluster.Topology.Layout, source),
        Apiserver = cluster.Topology.Apiserver with { Port = cluster.Topology.Apiserver.Port with { Value = cluster.ApiserverPort } },
        Etcd = cluster.Topology.Etcd.IsEmpty ? Etcd(source) : cluster.Topology.Etcd,
    };

    private static Layout Layout(Layout layout, Installation source)
    {
        var apiserver = source.Find(ComponentKind.Apiserver);
        var units = OrFound(layout.Units, Folder(apiserver?.UnitPath));
        var bin = OrFound(layout.Bin, Folder(apiserver?.Command.Program.Text));
        var found = bin.Value.Text.EndsWith("/bin", StringComparison.Ordinal) ? Folder(bin.Value.Text) : null;
        var root = OrFound(layout.Root, found is "/usr" or "/usr/local" ? null : found);
        return layout with
        {
            Root = root,
            Bin = layout.Root.IsWritten && !layout.Bin.IsWritten ? layout.Bin : bin,
            Cfg = Below(layout.Cfg, root, "cfg"),
            Ssl = Below(layout.Ssl, root, "ssl"),
            Logs = Below(layout.Logs, root, "logs"),
            Units = units,
        };
    }

    private static Located<AbsolutePath> Below(Located<AbsolutePath> written, Located<AbsolutePath> root, string name) =>
        written.IsWritten ? written : written with { Value = Defaults.Below(root.Value, name) };

    private static Located<AbsolutePath> OrFound(Located<AbsolutePath> written, string? found) =>
        !written.IsWritten && found is not null && AbsolutePath.TryParse(found, out var path) ? written with { Value = path } : written;

    private static string? Folder(string? path) => path?[..Math.Max(0, path.LastIndexOf('/'))];

    private static ImmutableArray<Located<Endpoint>> Etcd(Installation source)
    {
        if (source.Find(ComponentKind.Apiserver)?.Find("etcd-servers") is not { } flag)
            return [];
        return
        [
            .. flag.Text.Split(',').Select(url => Endpoint.TryParse(url, out var endpoint) ? new Located<Endpoint>(endpoint, flag.At, IsWritten: false) : (Located<Endpoint>?)null)
                .OfType<Located<Endpoint>>(),
        ];
    }
}
