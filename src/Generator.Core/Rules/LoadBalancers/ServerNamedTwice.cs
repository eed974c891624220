using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class ServerNamedTwice
{
    internal static readonly Rule Rule = new(
        "LBR021",
        Severity.Warning,
        "a load balancer names one master twice",
        "This master gets twice its share, and the intended master gets nothing. nginx -t and haproxy -c pass.",
        "write the intended master, or remove the line, and capture the host again",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("192.168.3.171")),
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("192.168.3.172")),
        Check);

    private static string Nginx(string second) =>
        $"events {{}}\nstream {{\n    upstream kube {{\n        server 192.168.3.171:6443;\n        server {second}:6443;\n    }}\n    server {{\n"
            + $"        listen 7443;\n        proxy_connect_timeout 2s;\n        proxy_pass kube;\n    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from front in BalancerFront.All(cluster)
        from same in front.Servers.GroupBy(server => server.Server, StringComparer.Ordinal)
        from again in same.Skip(1)
        select new Finding(
            again.At,
            $"{front.Program} on {front.Host} names {same.Key} twice")
        { Related = [new RelatedPlace("first named here", same.First().At)] };
}
