using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class MasterNotChecked
{
    internal static readonly Rule Rule = new(
        "LBR020",
        Severity.Warning,
        "haproxy does not check a master",
        "Without \"check\" haproxy keeps sending connections to a server that is down.",
        "add \"check check-ssl verify none\" to the server line and \"option httpchk GET /readyz\" to its section, and capture the host again",
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("")),
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy(" check")),
        Check);

    private static string Haproxy(string check) =>
        "listen kube\n    mode tcp\n    bind *:7443\n    timeout connect 2s\n    timeout client 10m\n    timeout server 10m\n"
            + $"    server m1 192.168.3.171:6443{check}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from capture in cluster.CapturedBalancers
        from haproxy in HaproxyFront.All(cluster, capture)
        from server in haproxy.Backend.Masters
        where server.IsUsed && !server.IsAsked && !server.IsTracked
        select new Finding(server.At, $"haproxy on {capture.Host} sends connections to {server.Address} even if it does not answer")
        {
            // Here a check by HTTP would remove every master.
            Hint = cluster.Source?.Find(ComponentKind.Apiserver)?.Find("anonymous-auth")?.IsFalse == true
                ? "add \"check\" to the server line, which checks by TCP only (--anonymous-auth=false refuses HTTP checks), "
                    + "and capture the host again"
                : null,
        };
}
