using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Powers;

/// <summary>IDN001.</summary>
internal static class NodeNameTwiceOnHosts
{
    internal static readonly Rule Rule = new(
        "IDN001",
        Severity.Error,
        "two kubelets with one name",
        "They take turns at owning the node: both stay active, the node stays Ready, and one pod runs on both hosts.",
        "give each kubelet its own --hostname-override on the host, remove the copied certificates, and capture again",
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node2, address: 192.168.3.175}]").Changing(
            "k8s-node2/data/application/kubernetes/cfg/kubelet.conf",
            "--hostname-override=k8s-node2",
            "--hostname-override=k8s-node1"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from node in cluster.Installations.Values.Select(installation => (installation.Capture.Host, Flag: installation.Find(ComponentKind.Kubelet)?.Find("hostname-override")))
        where node.Flag is not null
        group node by node.Flag.Text.ToLowerInvariant() into same
        from again in same.Skip(1)
        select new Finding(again.Flag.At, $"the kubelet of {again.Host} calls itself {same.Key}, as that of {same.First().Host} does")
        {
            Related = [new RelatedPlace("there", same.First().Flag.At)],
        };
}
