using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class PluginsMissing
{
    // This release has no dockershim and needs no network plug-in by itself (kubernetes.io, release notes of v1.24).
    private const int FirstWithoutDockershim = 24;

    internal static readonly Rule Rule = new(
        "ORG014",
        Severity.Warning,
        "network plug-ins were not found on the source master",
        "Without network plug-ins a kubelet starts, but its node stays NotReady. Every new master gets the source master's plug-ins.",
        "correct layout.cni, or capture the source master again with that folder; if a DaemonSet installs the plug-ins on each node, waive this",
        Example.With().Changing("k8s-master1/capture.json", "\"/opt/cni/", "\"/opt/cni.old/"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var layout = cluster.Topology.Layout;
        if (cluster.Source is { } source
            && source.Find(ComponentKind.Kubelet) is { } kubelet
            && (layout.Cni.IsWritten || UsesPlugins(cluster, kubelet))
            // Another rule reports a folder below the root.
            && !layout.Cni.Value.Text.StartsWith($"{layout.Root.Value}/", StringComparison.Ordinal)
            && !source.Plugins(layout).Any())
        {
            yield return new Finding(layout.Cni.At, $"no files were found in {layout.Cni} on {source.Capture.Host}, expected network plug-ins");
        }
    }

    private static bool UsesPlugins(Cluster cluster, Component kubelet) =>
        kubelet.Find("network-plugin")?.Text == "cni" || cluster.Topology.Kubernetes.Value.Minor >= FirstWithoutDockershim;
}
