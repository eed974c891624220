using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class NodeDiffers
{
    internal static readonly Rule Rule = new(
        "ORG009",
        Severity.Error,
        "node contradicts the capture",
        "haplane cannot create a kubelet if the source master has none to copy. A kubelet that runs on the source master would keep its old "
            + "kube-apiserver.",
        "remove node, or install or remove the kubelet on the host and capture it again",
        Example.With(
            masters: "[{name: k8s-master1, address: 192.168.3.171, node: false}, {name: k8s-master2, address: 192.168.3.172}, {name: k8s-master3, "
                + "address: 192.168.3.173}]"),
        Example.With(
            masters: "[{name: k8s-master1, address: 192.168.3.171, node: true}, {name: k8s-master2, address: 192.168.3.172}, {name: k8s-master3, "
                + "address: 192.168.3.173, node: true}]"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Source is { } source ? cluster.Topology.Masters.Select(master => On(master, source, cluster.Topology)).OfType<Finding>() : [];

    private static Finding? On(Master master, Installation source, Topology topology)
    {
        var isSource = master.Host.Name.Value == topology.Source.Value;
        return (master.RunsNode, source.RunsNode) switch
        {
            ({ Value.On: false } written, true) when isSource =>
                new Finding(written.At, $"node is false, but the source master {master.Host.Name} runs a kubelet"),
            ({ Value.On: true } written, false) when isSource =>
                new Finding(written.At, $"node is true, but no captured unit of {master.Host.Name} starts a kubelet"),
            ({ Value.On: true } written, false) =>
                new Finding(written.At, $"node is true for {master.Host.Name}, but the source master {topology.Source} runs no kubelet"),
            _ => null,
        };
    }
}
