using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class OtherSitesStay
{
    internal static readonly Rule Rule = new(
        "LBR025",
        Severity.Note,
        "a second nginx runs next to the existing one",
        "haplane does not replace an nginx.conf that already serves something. A separate service, kube-nginx.service with "
            + "/etc/nginx/kube-nginx.conf, balances the kube-apiservers.",
        "no action is needed; wherever nginx.service is monitored, monitor kube-nginx.service too",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx),
        Example.With(),
        Check)
    {
        NeedsNoAction = true,
    };

    private const string Nginx = "events {}\nhttp {\n    server {\n        listen 80;\n        location / { proxy_pass http://127.0.0.1:8080; }\n"
        + "    }\n}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.LoadBalancer is not { Engine.Value.Value: BalancerEngine.Nginx } balancer
            ? []
            : BalancerHost.Keeping(cluster, balancer, BalancerProgram.Nginx)
                .Select(host => new Finding(host.Name.At, $"the nginx.conf of {host.Name} is kept; kube-nginx.service is added next to it"));
}
