using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR028.</summary>
internal static class TlsCutInTwo
{
    internal static readonly Rule Rule = new(
        "LBR028",
        Severity.Warning,
        "a balancer that reads HTTP in front of the apiservers",
        "An apiserver knows its clients by the certificate that they show in TLS. With mode http haproxy ends TLS itself, or takes it for a broken request: kubelets and controllers are nobody behind it.",
        "write mode tcp in the frontend and the backend, and capture the host again",
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("http")),
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("tcp")),
        Check);

    private static string Haproxy(string mode) =>
        $"listen kube\n    mode {mode}\n    bind *:7443\n    timeout connect 2s\n    timeout client 10m\n    timeout server 10m\n    server m1 192.168.3.171:6443 check\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from capture in cluster.CapturedBalancers
        from front in HaproxyFront.All(cluster, capture)
        from proxy in new[] { front.Frontend, front.Backend }
        let mode = proxy.Find("mode")
        where proxy.IsHttp && mode is not null
        select new Finding(mode.At, $"haproxy on {capture.Host} reads HTTP between clients and apiservers")
        {
            Related = [new RelatedPlace("the section is here", proxy.Section.At)],
        };
}
