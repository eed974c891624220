using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR023.</summary>
internal static class DeadMasterNotNoticed
{
    internal static readonly Rule Rule = new(
        "LBR023",
        Severity.Warning,
        "a balancer that keeps connections to a dead master",
        "A master that loses its power says nothing. Without keepalive probes its connections stay open for the whole idle time, and clients wait on them: workers turn NotReady that way.",
        "switch the probes towards the apiservers on (nginx: proxy_socket_keepalive on; haproxy: option srvtcpka), and capture the host again",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("")),
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("        proxy_socket_keepalive on;\n")),
        Check);

    // What nginx has by default is no choice of anybody's, and ends soon enough.
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(10);

    private static string Nginx(string probes) =>
        $"events {{}}\nstream {{\n    server {{\n        listen 7443;\n        proxy_connect_timeout 2s;\n        proxy_timeout 1h;\n{probes}        proxy_pass 192.168.3.171:6443;\n    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from front in BalancerFront.All(cluster)
        where !front.Probes && !(front.Idle?.Time <= Most)
        select new Finding(front.Idle?.At ?? front.At, $"{front.Program} on {front.Host} keeps a silent connection {(front.Idle is { } idle ? $"for {Spoken(idle.Time)} ({idle.Text})" : "without end")}, and asks no apiserver whether it still lives")
        {
            Hint = front.Program == "nginx"
                ? "set proxy_socket_keepalive to on, and capture the host again"
                : "add option srvtcpka, or on-marked-down shutdown-sessions to every server line, and capture the host again",
        };

    private static string Spoken(TimeSpan time) => FormattableString.Invariant($"{time.TotalMinutes:0} minutes");
}
