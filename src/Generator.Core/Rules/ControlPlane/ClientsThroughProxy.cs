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

    private static IEnumerable<Finding> Check(Cluster cluster) =>
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
        ComponentKind.Kubelet or ComponentKind.KubeProxy => cluster.Topology.LoadBalancer is { } balancer ? [balancer.Endpoint.Value.Text] : [],
        ComponentKind.ControllerManager or ComponentKind.Scheduler when installation == cluster.Source =>
            cluster.Topology.Masters.Select(master => master.Host.Address.Value.Text),
        _ => [],
    };

    private static string PortTo(Cluster cluster, ComponentKind kind) =>
        kind is ComponentKind.Kubelet or ComponentKind.KubeProxy && cluster.Topology.LoadBalancer is { } balancer
            ? balancer.Port.Value.ToString()
            : cluster.ApiserverPort.ToString();
}
