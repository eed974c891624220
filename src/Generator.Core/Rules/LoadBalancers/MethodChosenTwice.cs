using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR022.</summary>
internal static class MethodChosenTwice
{
    internal static readonly Rule Rule = new(
        "LBR022",
        Severity.Warning,
        "two ways of choosing a master",
        "The later one counts and the other is passed over: nginx -t passes with a warning that nobody reads.",
        "keep the one that is meant; least_conn suits apiservers",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("least_conn;\n        random;")),
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("least_conn;")),
        Check);

    private static string Nginx(string methods) =>
        $"events {{}}\nstream {{\n    upstream kube {{\n        {methods}\n        server 192.168.3.171:6443;\n    }}\n    server {{\n        listen 7443;\n        proxy_connect_timeout 2s;\n        proxy_pass kube;\n    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from front in BalancerFront.All(cluster)
        where front.Methods.Length > 1
        select new Finding(front.Methods[1].At, $"{front.Program} on {front.Host} is told {front.Methods[0].Method} and {front.Methods[1].Method}; the second counts")
        {
            Related = [new RelatedPlace("the other one", front.Methods[0].At)],
        };
}
