using System.Collections.Immutable;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Reporting.Changes;

/// <summary>The files of an output that this release of haplane would lay out differently, or not at all.</summary>
internal static class ForeignLayout
{
    // Files that are written for one cluster; the others are the same for all.
    private static readonly ImmutableArray<string> OfOneCluster =
    [
        "README.md", "topology.svg", "topology.yaml", "manifest.json", "rollout.json", "rollout.plan", "ssh_config", "known_hosts", "signers.allowed",
        "external-load-balancer.md", "ansible/inventory.yml", "ansible/site.yml", "former/manifest.json", "former/topology.yaml", ResultDigests.Name,
    ];

    /// <summary>A sentence for every such file.</summary>
    /// <param name="delivery">The output.</param>
    /// <param name="shipped">The files that this release lays out for every cluster.</param>
    internal static IEnumerable<string> Of(Delivery delivery, FileTree shipped)
    {
        foreach (var (path, file) in shipped.Files)
        {
            if (!delivery.Tree.Files.TryGetValue(path, out var there))
                yield return $"{path} is missing, but this release of haplane writes it";
            else if (!there.Content.Span.SequenceEqual(file.Content.Span))
                yield return $"{path} differs from what this release of haplane writes";
        }

        foreach (var path in delivery.Tree.Files.Keys.Where(path => !shipped.Files.ContainsKey(path) && !IsOfOneCluster(delivery, path)))
            yield return $"{path} exists, but this release of haplane does not write it";
    }

    /// <summary>The files of a driver that differ from what this release lays out, are missing, or are not written by it; in order.</summary>
    /// <param name="tree">The files of an <c>out/</c>.</param>
    /// <param name="driver">What this release lays out for it.</param>
    internal static ImmutableArray<string> PathsIn(FileTree tree, FileTree driver) =>
    [
        .. driver.Files.Keys.Union(tree.Files.Keys.Where(IsOfDriver), StringComparer.Ordinal)
            .Where(path => !IsSame(tree.Files.GetValueOrDefault(path), driver.Files.GetValueOrDefault(path)))
            .Order(StringComparer.Ordinal),
    ];

    private static bool IsSame(TreeFile? one, TreeFile? other) =>
        one is not null && other is not null && one.Content.Span.SequenceEqual(other.Content.Span);

    // Inventory and playbook are made for one cluster from more than rollout.plan.
    private static bool IsOfDriver(string path) =>
        path is "known_hosts" || path.StartsWith("bin/", StringComparison.Ordinal)
        || (path.StartsWith("ansible/", StringComparison.Ordinal) && !OfOneCluster.Contains(path));

    private static bool IsOfOneCluster(Delivery delivery, string path) =>
        OfOneCluster.Contains(path) || (path.Split('/', 3) switch
        {
            ["hosts", var plan] => plan.EndsWith(".plan", StringComparison.Ordinal),
            ["hosts", var host, var rest] => delivery.Of(host).Any(file => file.Path == $"/{rest}"),
            ["diffs", var host, var rest] => rest.EndsWith(".diff", StringComparison.Ordinal)
                && delivery.Of(host).Any(file => $"{file.Path}.diff" == $"/{rest}"),
            _ => false,
        });
}
