using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR020.</summary>
internal static class MasterNotChecked
{
    internal static readonly Rule Rule = new(
        "LBR020",
        Severity.Warning,
        "a master that haproxy does not check",
        "Without \"check\" haproxy sends its share to a server that is down, for as long as it is down.",
        "add \"check check-ssl verify none\" to the server line and \"option httpchk GET /readyz\" to its section, and capture the host again",
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("")),
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy(" check")),
        Check);

    private static string Haproxy(string check) =>
        $"listen kube\n    mode tcp\n    bind *:7443\n    timeout connect 2s\n    timeout client 10m\n    timeout server 10m\n    server m1 192.168.3.171:6443{check}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from capture in cluster.CapturedBalancers
        from haproxy in HaproxyFront.All(cluster, capture)
        from server in haproxy.Backend.Masters
        where server.IsUsed && !server.IsAsked && !server.IsTracked
        select new Finding(server.At, $"haproxy on {capture.Host} sends connections to {server.Address} whether it answers or not")
        {
            // There a question by HTTP would take every master out.
            Hint = cluster.Source?.Find(ComponentKind.Apiserver)?.Find("anonymous-auth")?.IsFalse == true ? "add \"check\" to the server line, which asks by TCP alone (--anonymous-auth=false refuses a question by HTTP), and capture the host again" : null,
        };
}
