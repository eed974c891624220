using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Planning.Kubeconfigs.Faults;

internal static class NoCurrentCluster
{
    internal static readonly Fault Fault = new(
        "KUB004",
        "several clusters and no current context",
        "With --to, haplane does not know the addresses of the cluster, so it could replace those of another one.",
        "run \"kubectl config use-context\" first, or pass --topology in place of --to")
    {
        HasNoTopology = true,
    };

    internal static Diagnostic At(Location at) => Fault.At(at, "the current context names no cluster, and the file has several");
}
