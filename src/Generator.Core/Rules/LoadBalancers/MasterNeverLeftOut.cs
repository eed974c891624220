using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class MasterNeverLeftOut
{
    internal static readonly Rule Rule = new(
        "LBR026",
        Severity.Warning,
        "nginx never removes a failed master",
        "With max_fails=0 nginx counts no failures. A failed master keeps its share, and each connection sent to it first waits for "
            + "proxy_connect_timeout.",
        "write max_fails=3 fail_timeout=10s, and capture the host again",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("max_fails=0")),
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("max_fails=3")),
        Check);

    private static string Nginx(string fails) =>
        $"events {{}}\nstream {{\n    upstream kube {{\n        server 192.168.3.171:6443 {fails};\n        server 192.168.3.172:6443;\n    }}\n"
            + $"    server {{\n        listen 7443;\n        proxy_connect_timeout 2s;\n        proxy_pass kube;\n    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from capture in cluster.CapturedBalancers
        from root in NginxRoot.Staying(capture)
        from upstream in root.All
        where upstream.Name == "upstream"
        // With a single server nginx never counts failures.
        let servers = upstream.Block.Where(directive => directive is { Name: "server", Arguments.Length: > 0 }).ToArray()
        where servers.Length > 1
        from server in servers
        where server.Arguments.Contains("max_fails=0") && BalancerFront.IsMaster(cluster, server.Arguments[0])
        select new Finding(server.At, $"nginx on {capture.Host} never removes {server.Arguments[0]} (max_fails=0)");
}
