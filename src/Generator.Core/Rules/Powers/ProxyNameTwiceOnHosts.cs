using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Powers;

/// <summary>IDN003.</summary>
internal static class ProxyNameTwiceOnHosts
{
    internal static readonly Rule Rule = new(
        "IDN003",
        Severity.Error,
        "two kube-proxies with one name",
        "A kube-proxy that takes itself for another node asks for that node's pods: services with local traffic lead nowhere on one of the two hosts, silently.",
        "give each kube-proxy its own hostname override on the host, the kubelet's, and capture again",
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node2, address: 192.168.3.175}]")
            .Changing("k8s-node2/data/application/kubernetes/cfg/kube-proxy-config.yml", "hostnameOverride: k8s-node2", "hostnameOverride: k8s-node1"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        where installation.ProxyName is not null
        select (installation.Capture.Host, Name: installation.ProxyName) into proxy
        group proxy by proxy.Name.Text.ToLowerInvariant() into same
        from again in same.Skip(1)
        select new Finding(again.Name.At, $"the kube-proxy of {again.Host} calls itself {same.Key}, as that of {same.First().Host} does")
        {
            Related = [new RelatedPlace("there", same.First().Name.At)],
        };
}
