using Generator.Core.Verifying.Facts;

namespace Generator.Core.Verifying.Checks;

/// <summary>Whether every node of the output is in the cluster and Ready.</summary>
internal static class Nodes
{
    internal static readonly LiveCheck Check = new(Of);

    private static IEnumerable<Check> Of(Site site)
    {
        var (_, nodes) = ClusterAnswer.First(site, NodeFact.Of);
        if (nodes.IsEmpty)
            return [ClusterAnswer.NotAsked(CheckArea.Node, "nodes")];
        var wanted = site.Delivery.Hosts.Where(host => host.NodeName.Length > 0).ToDictionary(host => host.NodeName, StringComparer.Ordinal);
        var missing = wanted.Values.Where(host => nodes.All(node => node.Name != host.NodeName))
            .Select(host => new Check(host.Name, CheckArea.Node, host.NodeName, CheckState.Problem, "not in the cluster"));
        return nodes.Select(node => Of(node, wanted.GetValueOrDefault(node.Name)?.Name)).Concat(missing);
    }

    // A node outside the topology was there before, or another tool manages it.
    private static Check Of(NodeFact node, string? host) => new(
        host ?? "",
        CheckArea.Node,
        node.Name,
        node.Ready == "True" ? CheckState.Fine : CheckState.Problem,
        node.Ready == "True" ? $"Ready, {node.Version}{(host is null ? ", not in the topology" : "")}" : "not Ready");
}
