using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Captures;

/// <summary>ORG014.</summary>
internal static class PluginsMissing
{
    // The release without dockershim, whose network needs no plug-in (kubernetes.io, release notes of v1.24).
    private const int FirstWithoutDockershim = 24;

    internal static readonly Rule Rule = new(
        "ORG014",
        Severity.Warning,
        "network plug-ins that were not seen on the source",
        "A kubelet without network plug-ins starts, and its node stays NotReady. Every new master gets the source's plug-ins.",
        "correct layout.cni, or capture the source again with that folder; where a DaemonSet brings the plug-ins to each node, accept this",
        Example.With().Changing("k8s-master1/capture.json", "\"/opt/cni/", "\"/opt/cni.old/"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var layout = cluster.Topology.Layout;
        if (cluster.Source is { } source
            && source.Find(ComponentKind.Kubelet) is { } kubelet
            && (layout.Cni.IsWritten || UsesPlugins(cluster, kubelet))
            // A folder below the root is a fault of its own.
            && !layout.Cni.Value.Text.StartsWith($"{layout.Root.Value}/", StringComparison.Ordinal)
            && !source.Plugins(layout).Any())
        {
            yield return new Finding(layout.Cni.At, $"nothing was seen in {layout.Cni} on {source.Capture.Host}, where network plug-ins are expected");
        }
    }

    private static bool UsesPlugins(Cluster cluster, Component kubelet) =>
        kubelet.Find("network-plugin")?.Text == "cni" || cluster.Topology.Kubernetes.Value.Minor >= FirstWithoutDockershim;
}
