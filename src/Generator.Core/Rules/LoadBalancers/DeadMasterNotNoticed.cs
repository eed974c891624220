using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class DeadMasterNotNoticed
{
    internal static readonly Rule Rule = new(
        "LBR023",
        Severity.Warning,
        "a load balancer keeps connections to a failed master",
        "A master that loses power sends nothing. Without keepalive probes its connections stay open for the whole idle timeout. Clients wait on "
            + "them, and workers turn NotReady.",
        "enable keepalive probes towards the kube-apiservers (nginx: proxy_socket_keepalive on; haproxy: option srvtcpka), and capture the host "
            + "again",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("")),
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("        proxy_socket_keepalive on;\n")),
        Check);

    // nginx's default is not a decision of the site, and it ends soon enough.
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(10);

    private static string Nginx(string probes) =>
        $"events {{}}\nstream {{\n    server {{\n        listen 7443;\n        proxy_connect_timeout 2s;\n        proxy_timeout 1h;\n{probes}        "
            + $"proxy_pass 192.168.3.171:6443;\n    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from front in BalancerFront.All(cluster)
        where !front.Probes && !(front.Idle?.Time <= Most)
        select new Finding(
            front.Idle?.At ?? front.At,
            $"{front.Program} on {front.Host} keeps a silent connection "
                + $"{(front.Idle is { } idle ? $"for {Spoken(idle.Time)} ({idle.Text})" : "without a limit")} and does not probe whether the "
                + "kube-apiserver is alive")
        {
            Hint = front.Program == "nginx"
                ? "set proxy_socket_keepalive to on, and capture the host again"
                : "add option srvtcpka, or on-marked-down shutdown-sessions to every server line, and capture the host again",
        };

    private static string Spoken(TimeSpan time) => FormattableString.Invariant($"{time.TotalMinutes:0} minutes");
}
