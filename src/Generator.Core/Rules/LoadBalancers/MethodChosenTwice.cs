using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class MethodChosenTwice
{
    internal static readonly Rule Rule = new(
        "LBR022",
        Severity.Warning,
        "a load balancer has two balancing methods",
        "Only the last one counts. nginx -t passes with a warning that is easily missed.",
        "keep only the intended method; least_conn suits kube-apiservers",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("least_conn;\n        random;")),
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("least_conn;")),
        Check);

    private static string Nginx(string methods) =>
        $"events {{}}\nstream {{\n    upstream kube {{\n        {methods}\n        server 192.168.3.171:6443;\n    }}\n    server {{\n        listen "
            + $"7443;\n        proxy_connect_timeout 2s;\n        proxy_pass kube;\n    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from front in BalancerFront.All(cluster)
        where front.Methods.Length > 1
        let last = front.Methods[^1]
        select new Finding(
            last.At,
            $"{front.Program} on {front.Host} uses {string.Join(", ", front.Methods[..^1].Select(method => method.Method))} and {last.Method}; only "
                + "the last counts")
        {
            Related = [.. front.Methods[..^1].Select(method => new RelatedPlace("ignored", method.At))],
        };
}
