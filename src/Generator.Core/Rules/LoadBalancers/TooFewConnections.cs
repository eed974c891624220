using System.Globalization;
using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR017.</summary>
internal static class TooFewConnections
{
    internal static readonly Rule Rule = new(
        "LBR017",
        Severity.Warning,
        "a balancer with room for too few connections",
        "After a failover every client connects again at once. What finds no room is refused, and nodes turn NotReady although the masters are well.",
        "set it to the number that the message names, and capture the host again",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx(64)),
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx(1024)),
        Check);

    // nginx.org, ngx_core_module, worker_connections.
    private const int NginxDefault = 512;

    private static string Nginx(int connections) =>
        FormattableString.Invariant($"events {{\n    worker_connections {connections};\n}}\nstream {{\n    server {{\n        listen 7443;\n        proxy_connect_timeout 2s;\n        proxy_pass 192.168.3.171:6443;\n    }}\n}}\n");

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from capture in cluster.CapturedBalancers
        from found in OfNginx(cluster, capture).Concat(OfHaproxy(cluster, capture))
        select found;

    // Each connection counts on both sides; twice what is expected.
    private static IEnumerable<Finding> OfNginx(Cluster cluster, HostCapture capture)
    {
        var wanted = cluster.ExpectedConnections * 2 * 2;
        if (NginxFront.All(cluster, capture).FirstOrDefault() is not { } front)
            return [];
        var written = NginxFront.FilesOf(capture).SelectMany(top => top.All).FirstOrDefault(directive => directive is { Name: "worker_connections", Arguments.Length: 1 });
        var has = written is null ? NginxDefault : Number(written.Arguments[0]);
        return has < wanted ? [New(written?.At ?? front.At, capture.Host, "nginx", "worker_connections", has, wanted)] : [];
    }

    private static IEnumerable<Finding> OfHaproxy(Cluster cluster, HostCapture capture) =>
        from front in HaproxyFront.All(cluster, capture)
        let line = front.Find("maxconn")
        where line is { Words.Length: 2 } && Number(line.Words[1]) < cluster.ExpectedConnections * 2
        select New(line.At, capture.Host, "haproxy", "maxconn", Number(line.Words[1]), cluster.ExpectedConnections * 2);

    private static Finding New(Location at, string host, string program, string setting, int has, int wanted) =>
        new(at, FormattableString.Invariant($"{program} on {host} has {setting} {has}, and this cluster needs {wanted}: twice what its hosts hold open"));

    // What is no number is nginx's own business to refuse.
    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
}
