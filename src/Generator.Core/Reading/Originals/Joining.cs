using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Originals;

/// <summary>The kubelets that must join the cluster: those of the new masters.</summary>
internal static class Joining
{
    /// <summary>The masters on which a kubelet is started for the first time.</summary>
    internal static IEnumerable<Master> Masters(Cluster cluster) =>
        cluster.Source is { RunsNode: true }
            ? cluster.Topology.Masters.Where(master => master.Host.Name.Value != cluster.Topology.Source.Value
                && master.RunsNode?.Value.On != false
                && cluster.Installations.GetValueOrDefault(master.Host.Name.Value.Text)?.RunsNode != true)
            : [];

    /// <summary>The flag that gives their kubelets a certificate; null if none joins, or they join in another way.</summary>
    internal static Flag? Bootstrap(Cluster cluster) =>
        Masters(cluster).Any() ? cluster.Source?.Find(ComponentKind.Kubelet)?.Find("bootstrap-kubeconfig") : null;
}
