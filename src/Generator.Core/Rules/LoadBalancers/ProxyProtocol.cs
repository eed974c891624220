using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class ProxyProtocol
{
    internal static readonly Rule Rule = new(
        "LBR031",
        Severity.Warning,
        "the PROXY protocol is used in front of the kube-apiservers",
        "A kube-apiserver does not read the PROXY protocol, and kubelets do not send it. Every connection ends as a broken TLS handshake.",
        "remove it, and capture the host again; if another load balancer in front sends it, waive this with that reason",
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy(" send-proxy-v2")),
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("")),
        Check);

    private static string Haproxy(string setting) =>
        "listen kube\n    mode tcp\n    bind *:7443\n    timeout connect 2s\n    timeout client 10m\n    timeout server 10m\n"
            + $"    server m1 192.168.3.171:6443 check{setting}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from capture in cluster.CapturedBalancers
        from finding in HaproxyFront.All(cluster, capture).SelectMany(Of).Concat(NginxFront.All(cluster, capture).SelectMany(Of))
        group finding by (finding.At.File.Path, finding.At.Span.Start) into same
        select same.First();

    private static IEnumerable<Finding> Of(HaproxyFront front) =>
    [
        .. from server in front.Backend.Masters
           where server.IsUsed && server.SendsProxy
           select new Finding(server.At, $"haproxy on {front.Host} sends the PROXY protocol to {server.Address}, which is a kube-apiserver"),
        .. from server in front.Backend.Masters
           where server.IsUsed && server.IsAskedByProxy && !server.SendsProxy
           select new Finding(server.At, $"haproxy on {front.Host} sends the PROXY protocol in its health checks of {server.Address}"),
        .. from line in front.Frontend.Listens.Concat(front.Frontend.Rules("tcp-request"))
           where line.Words.Contains("accept-proxy") || line.Words is ["tcp-request", "connection", "expect-proxy", ..]
           select new Finding(line.At, $"haproxy on {front.Host} expects the PROXY protocol from clients, but kubelets do not send it"),
    ];

    private static IEnumerable<Finding> Of(BalancerFront front) =>
    [
        .. from directive in front.SendsProxy
           select new Finding(directive.At, $"nginx on {front.Host} sends the PROXY protocol to the kube-apiservers (proxy_protocol on)"),
        .. from listen in front.Listens
           where listen.Arguments.Contains("proxy_protocol")
           select new Finding(listen.At, $"nginx on {front.Host} expects the PROXY protocol from clients, but kubelets do not send it"),
    ];
}
