using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class PortTakenByHaproxy
{
    internal static readonly Rule Rule = new(
        "LBR007",
        Severity.Error,
        "haproxy already listens on the load balancer's port",
        "This haproxy serves something, so it is kept. The load balancer cannot use the port: its configuration passes the test, but the start "
            + "fails. If the load balancer starts first, this haproxy fails at its next restart.",
        "set another loadBalancer.port, or remove the frontend from haproxy.cfg on the host and capture it again",
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", "frontend kube\n    bind *:6443\n    default_backend masters\n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.LoadBalancer is { } balancer ? balancer.Hosts.SelectMany(host => On(host, balancer, cluster)) : [];

    private static IEnumerable<Finding> On(Host host, LoadBalancer balancer, Cluster cluster)
    {
        if (cluster.Installations.GetValueOrDefault(host.Name.Value.Text)?.Capture is not { } capture)
            return [];
        return from sections in HaproxyRoot.On(capture)
               from proxy in HaproxyProxy.All(cluster, sections)
               where !proxy.IsDisabled
               from line in proxy.Listens
               where Listens(line.Words[1], balancer.Port.Value.Number)
               select new Finding(line.At, $"haproxy on {host.Name} listens on port {balancer.Port}");
    }

    // "*:6443", "10.0.0.1:6443,10.0.0.2:6443", ":6000-7000".
    private static bool Listens(string addresses, int port) =>
        addresses.Split(',').Select(address => address[(address.LastIndexOf(':') + 1)..].Split('-')).Any(ports =>
            int.TryParse(ports[0], out var first) && int.TryParse(ports[^1], out var last) && first <= port && port <= last);
}
