using Generator.Core.Diagnostics;
using Generator.Core.Model;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR014.</summary>
internal static class PortTakenByNginx
{
    internal static readonly Rule Rule = new(
        "LBR014",
        Severity.Error,
        "nginx already listens on the load balancer's port",
        "This nginx.conf serves something and so stays; the second nginx beside it, which balances the apiservers, finds the port taken and does not start. nginx -t passes all the same.",
        "take this server out of nginx's configuration on the host when nothing uses it any more, or give the load balancer another port, and capture the host again",
        Example.With().Adding(
            "lb1/etc/nginx/nginx.conf",
            "events {}\nstream {\n    server {\n        listen 6443;\n        proxy_connect_timeout 2s;\n        proxy_pass 192.168.3.171:6443;\n    }\n}\n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from balancer in new[] { cluster.Topology.LoadBalancer }.OfType<LoadBalancer>()
        from capture in cluster.CapturedBalancers
        where !BalancerHost.CanReplaceConfiguration(capture)
        from directive in NginxFront.FilesOf(capture).SelectMany(top => top.All)
        where directive is { Name: "listen", Arguments.Length: > 0 } && IsPort(directive.Arguments[0], balancer.Port.Value.ToString())
        select new Finding(directive.At, $"nginx on {capture.Host} listens on port {balancer.Port}");

    private static bool IsPort(string listen, string port) => listen == port || listen.EndsWith($":{port}", StringComparison.Ordinal);
}
