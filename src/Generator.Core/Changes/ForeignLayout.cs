using System.Collections.Immutable;
using Generator.Core.Deliveries;

namespace Generator.Core.Changes;

/// <summary>What of a result this release of haplane would lay out otherwise, or not at all.</summary>
internal static class ForeignLayout
{
    // Everything that is written for one cluster; the rest is the same for all.
    private static readonly ImmutableArray<string> OfOneCluster =
    [
        "README.md", "topology.svg", "topology.yaml", "manifest.json", "rollout.json", "rollout.plan", "ssh_config", "known_hosts", "signers.allowed",
        "ansible/inventory.yml", "ansible/site.yml", "former/manifest.json", "former/topology.yaml", ResultDigests.Name,
    ];

    /// <summary>A sentence for every such file.</summary>
    /// <param name="delivery">The result.</param>
    /// <param name="shipped">What this release lays out for every cluster.</param>
    internal static IEnumerable<string> Of(Delivery delivery, FileTree shipped)
    {
        foreach (var (path, file) in shipped.Files)
        {
            if (!delivery.Tree.Files.TryGetValue(path, out var there))
                yield return $"{path} is missing; this release of haplane writes it";
            else if (!there.Content.Span.SequenceEqual(file.Content.Span))
                yield return $"{path} is not what this release of haplane writes";
        }

        foreach (var path in delivery.Tree.Files.Keys.Where(path => !shipped.Files.ContainsKey(path) && !IsOfOneCluster(delivery, path)))
            yield return $"{path} is a file that this release of haplane does not write";
    }

    private static bool IsOfOneCluster(Delivery delivery, string path) =>
        OfOneCluster.Contains(path) || (path.Split('/', 3) switch
        {
            ["hosts", var plan] => plan.EndsWith(".plan", StringComparison.Ordinal),
            ["hosts", var host, var rest] => delivery.Of(host).Any(file => file.Path == $"/{rest}"),
            ["diffs", var host, var rest] => rest.EndsWith(".diff", StringComparison.Ordinal) && delivery.Of(host).Any(file => $"{file.Path}.diff" == $"/{rest}"),
            _ => false,
        });
}
