using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class DeadMasterWaitedFor
{
    internal static readonly Rule Rule = new(
        "LBR016",
        Severity.Warning,
        "a load balancer waits long for a failed master",
        "A master without power answers nothing. Every connection sent to it waits for this time before the next master is tried. Most clients have "
            + "given up by then.",
        "set it to 2s (nginx: proxy_connect_timeout; haproxy: timeout connect), and capture the host again",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("")),
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("        proxy_connect_timeout 2s;\n")),
        Check);

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    private static string Nginx(string timeout) =>
        $"events {{}}\nstream {{\n    server {{\n        listen 7443;\n{timeout}        proxy_pass 192.168.3.171:6443;\n    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from front in BalancerFront.All(cluster)
        let connect = front.Connect
        where connect.Time > Most
        select new Finding(
            connect.At, $"{front.Program} on {front.Host} waits {Spoken(connect.Time)} for a kube-apiserver that does not answer ({connect.Text})")
        {
            Hint = $"set {(front.Program == "nginx" ? "proxy_connect_timeout" : "timeout connect")} to 2s, and capture the host again",
        };

    private static string Spoken(TimeSpan time) =>
        time == TimeSpan.MaxValue ? "without a limit" : FormattableString.Invariant($"{time.TotalSeconds:0} s");
}
