using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Powers;

/// <summary>IDN004.</summary>
internal static class ProxyNamedUnlikeKubelet
{
    internal static readonly Rule Rule = new(
        "IDN004",
        Severity.Warning,
        "a kube-proxy with another name than its kubelet",
        "kube-proxy looks for a node of its own name. Where there is none it never learns which pods are local, and services with local traffic lead nowhere on that host.",
        "write the kubelet's --hostname-override as kube-proxy's, restart kube-proxy, and capture the host again",
        Example.With().Changing("k8s-node1/data/application/kubernetes/cfg/kube-proxy-config.yml", "hostnameOverride: k8s-node1", "hostnameOverride: 192.168.3.174"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var kubelets = cluster.Installations.Values.Select(installation => installation.Find(ComponentKind.Kubelet)?.Find("hostname-override")?.Text).ToArray();
        return from installation in cluster.Installations.Values
               let kubelet = installation.Find(ComponentKind.Kubelet)?.Find("hostname-override")
               let proxy = installation.ProxyName
               where kubelet is not null && proxy is not null && !string.Equals(kubelet.Text, proxy.Text, StringComparison.OrdinalIgnoreCase)
               // A name that two hosts have is told so by that name.
               where !kubelets.Contains(proxy.Text, StringComparer.OrdinalIgnoreCase) && kubelets.Count(name => string.Equals(name, kubelet.Text, StringComparison.OrdinalIgnoreCase)) == 1
               select new Finding(proxy.At, $"the kube-proxy of {installation.Capture.Host} calls itself {Quoted.Text(proxy.Text)}, and its kubelet {Quoted.Text(kubelet.Text)}")
               {
                   Related = [new RelatedPlace("the kubelet's name", kubelet.At)],
               };
    }
}
