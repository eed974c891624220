using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR025.</summary>
internal static class OtherSitesStay
{
    internal static readonly Rule Rule = new(
        "LBR025",
        Severity.Note,
        "a second nginx beside the one that is there",
        "An nginx.conf that already serves something is not replaced. A service of its own, kube-nginx.service with /etc/nginx/kube-nginx.conf, balances the apiservers beside it.",
        "nothing has to be done; look after kube-nginx.service, too, where nginx.service is watched",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx),
        Example.With(),
        Check);

    private const string Nginx = "events {}\nhttp {\n    server {\n        listen 80;\n        location / { proxy_pass http://127.0.0.1:8080; }\n    }\n}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.LoadBalancer is not { } balancer
            ? []
            : balancer.Hosts
                .Where(host => !BalancerHost.CanReplaceConfiguration(cluster.Installations.GetValueOrDefault(host.Name.Value.Text)?.Capture))
                .Select(host => new Finding(host.Name.At, $"the nginx.conf of {host.Name} stays as it is, and kube-nginx.service comes beside it"));
}
