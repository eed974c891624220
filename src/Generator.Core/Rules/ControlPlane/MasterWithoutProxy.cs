using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.ControlPlane;

internal static class MasterWithoutProxy
{
    internal static readonly Rule Rule = new(
        "PWR003",
        Severity.Warning,
        "a master has no kube-proxy and no pod network",
        "Its kube-apiserver cannot reach the addresses of services and pods. Webhooks and aggregated APIs fail for every request that lands on it.",
        "run a node there (node: true), or waive this if no webhook and no aggregated API is used",
        Example.With(
            masters: "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172, node: false}, {name: k8s-master3, "
                + "address: 192.168.3.173}]"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Source is { RunsNode: true }
            ? cluster.Topology.Masters.Where(master =>
                master.RunsNode is { Value.On: false } && master.Host.Name.Value != cluster.Topology.Source.Value)
                .Select(master => new Finding(master.RunsNode?.At ?? master.Host.At, $"{master.Host.Name} runs no kube-proxy and has no pod network"))
            : [];
}
