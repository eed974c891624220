using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.ControlPlane;

internal static class ClientsThroughProxy
{
    internal static readonly Rule Rule = new(
        "PWR011",
        Severity.Warning,
        "a component reaches the kube-apiserver through a proxy",
        "A client with HTTPS_PROXY sends every request to the proxy unless NO_PROXY holds the address. The proxy usually cannot reach the new "
            + "address, and the node turns NotReady.",
        "add the address to NO_PROXY of that service on the host, restart the service, and capture the host again",
        Example.With().Changing(
            "k8s-node1/usr/lib/systemd/system/kubelet.service",
            "[Service]\n",
            "[Service]\nEnvironment=\"HTTPS_PROXY=http://proxy.example.org:3128\" \"NO_PROXY=localhost,127.0.0.1,192.168.3.171\"\n"),
        Example.With(),
        Check);

    private const string KubeletPort = "10250";

    private static IEnumerable<Finding> Check(Cluster cluster) => Services(cluster).Concat(Kubeconfigs(cluster));

    // NO_PROXY does not apply to this key (client-go, clientcmd API).
    private static IEnumerable<Finding> Kubeconfigs(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from entry in installation.Closure.DistinctBy(entry => entry.Path)
        let kubeconfig = IsOfCluster(entry.Role) && entry.Content is { } content ? Content.Kubeconfig(content) : null
        where kubeconfig is not null
        from proxy in kubeconfig.Proxies
        select new Finding(
            proxy.At, $"{entry.Path} of {installation.Capture.Host} reaches the kube-apiserver through {Quoted.Text(proxy.Value)} (proxy-url)")
        {
            Hint = "make sure that the proxy reaches the new address from every host, and waive this with that reason; or remove proxy-url on the "
                + "host and capture it again",
        };

    private static bool IsOfCluster(FileRole role) => role is FileRole.ControlPlaneKubeconfig or FileRole.NodeKubeconfig or FileRole.Identity;

    private static IEnumerable<Finding> Services(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from component in installation.Components
        let asked = Asked(cluster, installation, component.Kind).ToArray()
        where asked.Length > 0 && ServiceProxy.Of(installation, component) is not null
        let proxy = ServiceProxy.Of(installation, component)
        let lacking = asked.Where(host => !proxy.Excepts(host, PortTo(cluster, component.Kind))).ToArray()
        where lacking.Length > 0
        select new Finding(
            proxy.At,
            $"{ComponentNames.Program(component.Kind)} of {installation.Capture.Host} uses a proxy, "
                + $"but its NO_PROXY does not hold {string.Join(", ", lacking)}");

    // The source master's own control plane is copied to every master, where it uses that master's own kube-apiserver.
    private static IEnumerable<string> Asked(Cluster cluster, Installation installation, ComponentKind kind) => kind switch
    {
        // A proxy is never used for loopback (Go, net/http, ProxyFromEnvironment).
        ComponentKind.Kubelet or ComponentKind.KubeProxy =>
            cluster.Topology.LoadBalancer is { IsNodeLocal: false } balancer ? [balancer.Endpoint.Value.Text] : [],
        ComponentKind.ControllerManager or ComponentKind.Scheduler when installation == cluster.Source =>
            cluster.Topology.Masters.Select(master => master.Host.Address.Value.Text),
        // It asks the new kubelets for logs.
        ComponentKind.Apiserver when installation == cluster.Source => Joining.Masters(cluster).Select(master => master.Host.Address.Value.Text),
        _ => [],
    };

    private static string PortTo(Cluster cluster, ComponentKind kind) =>
        kind == ComponentKind.Apiserver ? KubeletPort
        : kind is ComponentKind.Kubelet or ComponentKind.KubeProxy && cluster.Topology.LoadBalancer is { } balancer
            ? balancer.Port.Value.ToString()
        : cluster.ApiserverPort.ToString();
}
