using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class NodeNameUsedTwice
{
    internal static readonly Rule Rule = new(
        "TOP003",
        Severity.Error,
        "a node's name is used twice",
        "Two kubelets with one node name take turns at owning the node. Pods are lost, and neither kubelet reports it.",
        "write a different nodeName for each node",
        Example.With(
            masters: "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172, nodeName: k8s-master3}, "
                + "{name: k8s-master3, address: 192.168.3.173}]"),
        Example.With(
            masters: "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172, nodeName: k8s-master2.example.org}, "
                + "{name: k8s-master3, address: 192.168.3.173}]"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from node in cluster.Topology.Masters.Select(master => (master.NodeName, master.Host))
            .Concat(cluster.Topology.Workers.Select(worker => (worker.NodeName, worker.Host)))
        group node by node.NodeName.Value into same
        let nodes = same.ToArray()
        from again in nodes.Skip(1)
        // If the hosts' names are equal too, the rule about names has reported it.
        where nodes.All(node => ReferenceEquals(node.Host, again.Host) || node.Host.Name.Value != again.Host.Name.Value)
        select new Finding(again.NodeName.At, $"the node name {again.NodeName} of {again.Host.Name} is already used by {nodes[0].Host.Name}");
}
