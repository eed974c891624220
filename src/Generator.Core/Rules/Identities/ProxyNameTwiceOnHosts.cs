using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Identities;

internal static class ProxyNameTwiceOnHosts
{
    internal static readonly Rule Rule = new(
        "IDN003",
        Severity.Error,
        "two kube-proxies have one name",
        "A kube-proxy under another node's name looks for that node's pods. Services with local traffic silently fail on one of the two hosts.",
        "set the kubelet's name as hostname override of each kube-proxy on its host, and capture the hosts again",
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node2, address: 192.168.3.175}]")
            .Changing(
                "k8s-node2/data/application/kubernetes/cfg/kube-proxy-config.yml", "hostnameOverride: k8s-node2", "hostnameOverride: k8s-node1"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        where installation.ProxyName is not null
        select (installation.Capture.Host, Name: installation.ProxyName) into proxy
        group proxy by proxy.Name.Text.ToLowerInvariant() into same
        from again in same.Skip(1)
        select new Finding(
            again.Name.At, $"the kube-proxy of {again.Host} uses the name {same.Key}, which the kube-proxy of {same.First().Host} uses too")
        {
            Related = [new RelatedPlace("there", same.First().Name.At)],
        };
}
