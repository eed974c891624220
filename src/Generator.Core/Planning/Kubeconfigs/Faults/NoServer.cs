using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Planning.Kubeconfigs.Faults;

internal static class NoServer
{
    internal static readonly Fault Fault = new(
        "KUB001",
        "a file that is not a kubeconfig with a server",
        "haplane changes the server of the current context's cluster. Without one there is nothing to change.",
        "pass a kubeconfig: a file with clusters, contexts and users")
    {
        HasNoTopology = true,
    };

    internal static Diagnostic At(Location at) => Fault.At(at, "found no server of a cluster, expected a kubeconfig");
}
