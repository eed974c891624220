using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class StaticNodeIdentity
{
    internal static readonly Rule Rule = new(
        "ORG051",
        Severity.Error,
        "a new master's kubelet would have no identity",
        "The source master's kubelet has its own certificate and no bootstrap kubeconfig. With a copy of it, two kubelets would silently act as one "
            + "node.",
        "add --bootstrap-kubeconfig to the source master's kubelet and capture it again, or set node: false for the new masters",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kubelet.conf",
            "--bootstrap-kubeconfig=",
            "--kubeconfig="),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Source?.Find(ComponentKind.Kubelet) is not { } kubelet || kubelet.Find("bootstrap-kubeconfig") is not null)
            return [];
        return cluster.Topology.Masters
            .Where(master => master.Host.Name.Value != cluster.Topology.Source.Value && master.RunsNode?.Value.On != false)
            .Select(master => new Finding(
                master.Host.Name.At,
                $"the kubelet of {master.Host.Name} needs its own certificate (CN=system:node:{master.NodeName}, O=system:nodes), "
                    + "but nothing bootstraps one"));
    }
}
