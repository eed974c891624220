using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class TlsCutInTwo
{
    internal static readonly Rule Rule = new(
        "LBR028",
        Severity.Warning,
        "a load balancer ends or starts TLS in front of the kube-apiservers",
        "A kube-apiserver identifies its clients by their TLS certificate. If a load balancer ends TLS, starts it a second time or reads HTTP, that "
            + "certificate does not arrive: kubelets and controllers become anonymous.",
        "pass the bytes through unchanged (haproxy: mode tcp and no ssl on bind and server lines; nginx: stream without ssl and proxy_ssl), and "
            + "capture the host again",
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("http")),
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("tcp")),
        Check);

    private static string Haproxy(string mode) =>
        $"listen kube\n    mode {mode}\n    bind *:7443\n    timeout connect 2s\n    timeout client 10m\n    timeout server 10m\n"
            + "    server m1 192.168.3.171:6443 check\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from capture in cluster.CapturedBalancers
        from finding in HaproxyFront.All(cluster, capture).SelectMany(InTcp)
            .Concat(NginxFront.All(cluster, capture).SelectMany(InTcp))
            .Concat(Http(cluster, capture))
        group finding by (finding.At.File.Path, finding.At.Span.Start) into same
        select same.First();

    private static IEnumerable<Finding> InTcp(HaproxyFront front) =>
    [
        .. from line in front.Frontend.Listens
           where !front.Frontend.IsHttp && line.Words.Contains("ssl")
           select new Finding(line.At, $"haproxy on {front.Host} ends TLS between clients and kube-apiservers (ssl)"),
        .. from server in front.Backend.Masters
           where !front.Backend.IsHttp && server.IsUsed && server.BeginsTls
           select new Finding(
               server.At,
               $"haproxy on {front.Host} starts a second TLS session to {server.Address}, inside which the clients' TLS is not expected (ssl)"),
    ];

    private static IEnumerable<Finding> InTcp(BalancerFront front) =>
    [
        .. from pass in front.ReadsHttp
           select new Finding(pass.At, $"nginx on {front.Host} reads HTTP between clients and kube-apiservers (proxy_pass {pass.Arguments[0]})"),
        .. from listen in front.Listens
           where front.ReadsHttp.IsEmpty && listen.Arguments.Contains("ssl")
           select new Finding(
               listen.At, $"nginx on {front.Host} ends TLS between clients and kube-apiservers (listen {string.Join(' ', listen.Arguments)})"),
        .. from directive in front.BeginsTls
           select new Finding(
               directive.At,
               $"nginx on {front.Host} starts a second TLS session to the kube-apiservers, inside which the clients' TLS is not expected (proxy_ssl "
                   + "on)"),
    ];

    private static IEnumerable<Finding> Http(Cluster cluster, HostCapture capture) =>
        from front in HaproxyFront.All(cluster, capture)
        from proxy in new[] { front.Frontend, front.Backend }
        let mode = proxy.Find("mode")
        where proxy.IsHttp && mode is not null
        select new Finding(mode.At, $"haproxy on {capture.Host} reads HTTP between clients and kube-apiservers")
        {
            Related = [new RelatedPlace("the section is here", proxy.Section.At)],
        };
}
