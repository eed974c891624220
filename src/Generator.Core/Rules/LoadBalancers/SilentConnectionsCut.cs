using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class SilentConnectionsCut
{
    internal static readonly Rule Rule = new(
        "LBR015",
        Severity.Warning,
        "a load balancer cuts idle connections",
        "Watches, kubectl exec and kubectl logs -f are idle for long periods. If they are cut after a minute or less, every client lists everything "
            + "again and again, and sessions in containers end.",
        "set it to 1h on both sides (nginx: proxy_timeout; haproxy: timeout client and timeout server, or timeout tunnel), "
            + "with keepalive probes (proxy_socket_keepalive on; option clitcpka, option srvtcpka), and capture the host again",
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("50000")),
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("10m")),
        Check);

    // Shorter limits cut clients that only wait (kube-apiserver, --min-request-timeout: watches last from 30 to 60 minutes).
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(10);

    private static string Haproxy(string timeout) =>
        $"defaults\n    mode tcp\n    timeout connect 2s\n    timeout client 10m\n    timeout server {timeout}\nlisten kube\n    bind *:7443\n"
            + "    server m1 192.168.3.171:6443 check\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from front in BalancerFront.All(cluster)
        let idle = front.Idle
        where idle is not null && idle.Time < Least
        select new Finding(
            idle.At, $"{front.Program} on {front.Host} cuts a connection to a kube-apiserver that is idle for {Spoken(idle.Time)} ({idle.Text})")
        {
            Hint = front.Program == "nginx"
                ? "set proxy_timeout to 1h and proxy_socket_keepalive to on, and capture the host again"
                : "set timeout client and timeout server to 1h, or timeout tunnel, with option clitcpka and option srvtcpka, "
                    + "and capture the host again",
        };

    private static string Spoken(TimeSpan time) =>
        time.TotalSeconds >= 1
            ? FormattableString.Invariant($"{time.TotalSeconds:0} s")
            : FormattableString.Invariant($"{time.TotalMilliseconds:0} ms");
}
