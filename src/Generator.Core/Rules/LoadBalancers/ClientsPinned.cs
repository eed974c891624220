using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class ClientsPinned
{
    internal static readonly Rule Rule = new(
        "LBR018",
        Severity.Warning,
        "a load balancer pins clients to one master",
        "With source-address hashing, all clients behind one address (a VIP, NAT, loopback) land on one master. The other masters get nothing.",
        "use least_conn (nginx), or balance leastconn without stick (haproxy), and capture the host again",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("hash $remote_addr consistent")),
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("least_conn")),
        Check);

    private static string Nginx(string method) =>
        $"events {{}}\nstream {{\n    upstream kube {{\n        {method};\n        server 192.168.3.171:6443;\n    }}\n    server {{\n        listen "
            + $"7443;\n        proxy_connect_timeout 2s;\n        proxy_pass kube;\n    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from front in BalancerFront.All(cluster)
        from pin in front.Pins
        select new Finding(pin.At, $"{front.Program} on {front.Host} chooses the master by the client's address ({pin.Method})");
}
