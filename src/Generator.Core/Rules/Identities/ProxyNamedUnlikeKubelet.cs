using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Identities;

internal static class ProxyNamedUnlikeKubelet
{
    internal static readonly Rule Rule = new(
        "IDN004",
        Severity.Warning,
        "a kube-proxy and its kubelet have different names",
        "kube-proxy looks for a node with its own name. Without one it never learns which pods are local, and services with local traffic fail on "
            + "that host.",
        "write the kubelet's --hostname-override as kube-proxy's, restart kube-proxy, and capture the host again",
        Example.With().Changing(
            "k8s-node1/data/application/kubernetes/cfg/kube-proxy-config.yml", "hostnameOverride: k8s-node1", "hostnameOverride: 192.168.3.174"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var kubelets =
            cluster.Installations.Values.Select(installation => installation.Find(ComponentKind.Kubelet)?.Find("hostname-override")?.Text).ToArray();
        return from installation in cluster.Installations.Values
               let kubelet = installation.Find(ComponentKind.Kubelet)?.Find("hostname-override")
               let proxy = installation.ProxyName
               where kubelet is not null && proxy is not null && !string.Equals(kubelet.Text, proxy.Text, StringComparison.OrdinalIgnoreCase)
               // Another rule reports a name that two hosts have.
               where !kubelets.Contains(proxy.Text, StringComparer.OrdinalIgnoreCase)
                   && kubelets.Count(name => string.Equals(name, kubelet.Text, StringComparison.OrdinalIgnoreCase)) == 1
               select new Finding(
                   proxy.At,
                   $"the kube-proxy of {installation.Capture.Host} uses the name {Quoted.Text(proxy.Text)}, "
                       + $"expected its kubelet's name {Quoted.Text(kubelet.Text)}")
               {
                   Related = [new RelatedPlace("the kubelet's name", kubelet.At)],
               };
    }
}
