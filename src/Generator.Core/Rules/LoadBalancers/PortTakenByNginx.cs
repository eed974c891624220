using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class PortTakenByNginx
{
    internal static readonly Rule Rule = new(
        "LBR014",
        Severity.Error,
        "nginx already listens on the load balancer's port",
        "This nginx serves something, so it is kept. The load balancer cannot use the port and does not start. Its configuration passes the test "
            + "nevertheless.",
        "if nothing uses this server, remove it from nginx's configuration on the host; or set another loadBalancer.port; then capture the host "
            + "again",
        Example.With().Adding(
            "lb1/etc/nginx/nginx.conf",
            "events {}\nstream {\n    server {\n        listen 6443;\n        proxy_connect_timeout 2s;\n        proxy_pass 192.168.3.171:6443;\n"
                + "    }\n}\n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from balancer in new[] { cluster.Topology.LoadBalancer }.OfType<LoadBalancer>()
        from host in balancer.Hosts
        let capture = cluster.Installations.GetValueOrDefault(host.Name.Value.Text)?.Capture
        where capture is not null
        from root in NginxRoot.Staying(capture)
        from directive in root.All
        let taken = NginxListen.Of(directive)
        where taken is not null && taken.Takes(balancer.Port.Value, BalancerListen.Of(cluster, balancer, host))
        select new Finding(directive.At, $"nginx on {capture.Host} listens on port {balancer.Port}");
}
