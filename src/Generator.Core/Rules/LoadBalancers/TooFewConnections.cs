using System.Globalization;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class TooFewConnections
{
    internal static readonly Rule Rule = new(
        "LBR017",
        Severity.Warning,
        "a load balancer allows too few connections",
        "After a failover every client reconnects at once. Connections above the limit are refused, and nodes turn NotReady although the masters are "
            + "healthy.",
        "set the limit to the number in the message, and capture the host again",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx(64)),
        Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx(1024)),
        Check);

    // nginx.org, ngx_core_module, worker_connections.
    private const int NginxDefault = 512;

    private static string Nginx(int connections) =>
        FormattableString.Invariant($"events {{\n    worker_connections {connections};\n}}\n")
            + "stream {\n    server {\n        listen 7443;\n        proxy_connect_timeout 2s;\n        proxy_pass 192.168.3.171:6443;\n    }\n}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from capture in cluster.CapturedBalancers
        from found in OfNginx(cluster, capture).Concat(OfHaproxy(cluster, capture))
        select found;

    // nginx counts a connection on both sides, and each worker separately. The number of workers that "auto" starts is not known.
    private static IEnumerable<Finding> OfNginx(Cluster cluster, HostCapture capture)
    {
        var wanted = Wanted(cluster) * 2;
        return from root in NginxRoot.Staying(capture)
               let front = NginxFront.Of(cluster, capture.Host, root).FirstOrDefault()
               where front is not null
               let written = root.All.FirstOrDefault(directive => directive is { Name: "worker_connections", Arguments.Length: 1 })
               let workers = root.Directives.FirstOrDefault(directive => directive is { Name: "worker_processes", Arguments: [not "auto"] })
               let each = written is null ? NginxDefault : Number(written.Arguments[0])
               let count = workers is null ? 1 : Number(workers.Arguments[0])
               where (long)each * count < wanted
               select new Finding(
                   written?.At ?? front.At,
                   FormattableString.Invariant($"nginx on {capture.Host} has worker_connections {each}{Workers(count)}, ")
                       + FormattableString.Invariant($"but this cluster needs {wanted}: ")
                       + "twice what its hosts hold open, each counted on the client and the kube-apiserver side");
    }

    private static IEnumerable<Finding> OfHaproxy(Cluster cluster, HostCapture capture) =>
        from front in HaproxyFront.All(cluster, capture)
        from limit in Limits(front)
        let number = Number(limit.Text ?? "")
        where number > 0 && number < Wanted(cluster)
        select new Finding(
            limit.At,
            FormattableString.Invariant($"haproxy on {capture.Host} has maxconn {number}{limit.For}, ")
                + FormattableString.Invariant($"but this cluster needs {Wanted(cluster)}: twice what its hosts hold open"));

    // maxconn exists for the whole process, for the frontend and for each server, but not for a backend.
    private static IEnumerable<(string? Text, string For, Location At)> Limits(HaproxyFront front)
    {
        var ofAll = front.Global.LastOrDefault(line => line.Words is ["maxconn", ..]);
        var ofFrontend = front.Frontend.Section.Kind == "backend" ? null : front.Frontend.Find("maxconn");
        return new[] { ofAll, ofFrontend }.OfType<HaproxyLine>().Select(line => (line.Words.ElementAtOrDefault(1), "", line.At))
            .Concat(
                front.Backend.Masters.Where(server => server.IsUsed)
                    .Select(server => (server.Value("maxconn"), $" for {server.Address}", server.At)));
    }

    private static string Workers(int count) => count == 1 ? "" : FormattableString.Invariant($" for each of {count} workers");

    private static int Wanted(Cluster cluster) => cluster.ExpectedConnections * 2;

    // The program itself refuses a value that is not a number.
    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
}
