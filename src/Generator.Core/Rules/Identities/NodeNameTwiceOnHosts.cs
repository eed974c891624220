using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Identities;

internal static class NodeNameTwiceOnHosts
{
    internal static readonly Rule Rule = new(
        "IDN001",
        Severity.Error,
        "two kubelets have one name",
        "They take turns at owning the node. Both stay active, the node stays Ready, and one pod runs on both hosts.",
        "set a separate --hostname-override for each kubelet on its host, remove the copied certificates, and capture the hosts again",
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node2, address: 192.168.3.175}]").Changing(
            "k8s-node2/data/application/kubernetes/cfg/kubelet.conf",
            "--hostname-override=k8s-node2",
            "--hostname-override=k8s-node1"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from node in cluster.Installations.Values.Select(installation =>
            (installation.Capture.Host, Flag: installation.Find(ComponentKind.Kubelet)?.Find("hostname-override")))
        where node.Flag is not null
        group node by node.Flag.Text.ToLowerInvariant() into same
        from again in same.Skip(1)
        select new Finding(again.Flag.At, $"the kubelet of {again.Host} uses the name {same.Key}, which the kubelet of {same.First().Host} uses too")
        {
            Related = [new RelatedPlace("there", same.First().Flag.At)],
        };
}
