using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Planning.Kubeconfigs.Faults;

internal static class OtherClustersServer
{
    internal static readonly Fault Fault = new(
        "KUB002",
        "a kubeconfig of another cluster",
        "With the endpoint of this cluster, the credentials of another one are refused, and the address of that cluster is lost.",
        "pass the kubeconfig of this cluster; or pass --to URL if the server is another address of it")
    {
        HasNoTopology = true,
    };

    internal static Diagnostic At(ScalarNode server, KubeconfigTarget target, ImmutableArray<ScalarNode> others) => Fault.At(
        server.At,
        $"the current context's server is {KubeconfigRewrite.Shown(server)}, expected https with an address of {target.ClusterName}: "
            + string.Join(", ", target.Known),
        others is [var other, ..]
            ? $"line {other.At.Line} names {target.ClusterName}, but the current context does not use it: run \"kubectl config use-context\" first"
            : null);
}
