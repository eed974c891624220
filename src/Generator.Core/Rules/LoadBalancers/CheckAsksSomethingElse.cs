using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class CheckAsksSomethingElse
{
    internal static readonly Rule Rule = new(
        "LBR030",
        Severity.Warning,
        "a health check does not test the kube-apiserver",
        "A check on another port removes a healthy master, or keeps one whose kube-apiserver is down. Every kube-apiserver refuses an SSLv3 hello, "
            + "but haproxy counts the refusal as healthy.",
        "remove port from the server line, or option ssl-hello-chk from the section; use \"check check-ssl verify none\" with \"option httpchk GET "
            + "/readyz\"; then capture the host again",
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("check port 8080")),
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("check port 6443")),
        Check);

    private static string Haproxy(string check) =>
        "listen kube\n    mode tcp\n    bind *:7443\n    timeout connect 2s\n    timeout client 10m\n    timeout server 10m\n"
            + $"    server m1 192.168.3.171:6443 {check}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from capture in cluster.CapturedBalancers
        from backend in HaproxyFront.All(cluster, capture).Select(front => front.Backend).DistinctBy(backend => backend.Section.At)
        from finding in Hellos(capture.Host, backend).Concat(Connects(cluster, capture.Host, backend)).Concat(Ports(cluster, capture.Host, backend))
            .Concat(Addresses(cluster, capture.Host, backend))
        select finding;

    private static IEnumerable<Finding> Hellos(string host, HaproxyProxy backend)
    {
        if (backend.Check is { Words: [_, "ssl-hello-chk", ..] } hello && backend.Masters.Any(server => server.IsUsed && server.IsAsked))
            yield return new Finding(
                hello.At, $"haproxy on {host} checks the kube-apiservers with an SSLv3 hello, which every kube-apiserver refuses");
    }

    // Lines such as "tcp-check connect port 8080" count only if that kind of check is enabled.
    private static IEnumerable<Finding> Connects(Cluster cluster, string host, HaproxyProxy backend) =>
        from line in backend.Check switch
        {
            { Words: [_, "tcp-check", ..] } => backend.Rules("tcp-check"),
            { Words: [_, "httpchk", ..] } => backend.Rules("http-check"),
            _ => [],
        }
        where line.Words is [_, "connect", ..] && backend.Masters.Any(server => server.IsUsed && server.IsAsked)
        let port = ValueOf(line, "port")
        where IsAnother(cluster, port)
        select new Finding(line.At, $"haproxy on {host} checks the masters on port {port}, expected the kube-apiserver port {cluster.ApiserverPort}");

    private static IEnumerable<Finding> Ports(Cluster cluster, string host, HaproxyProxy backend) =>
        from server in backend.Masters
        where server.IsUsed && server.IsAsked
        let port = server.Value("port")
        where IsAnother(cluster, port)
        select new Finding(
            server.At, $"haproxy on {host} checks {server.Address} on port {port}, expected the kube-apiserver port {cluster.ApiserverPort}");

    // The health of another machine says nothing about the master.
    private static IEnumerable<Finding> Addresses(Cluster cluster, string host, HaproxyProxy backend) =>
        from server in backend.Masters
        where server.IsUsed && server.IsAsked
        let address = server.Value("addr")
        where address is not null && BalancerFront.MasterAt(cluster, address) != BalancerFront.MasterAt(cluster, server.Address)
        select new Finding(server.At, $"haproxy on {host} checks {address} instead of {server.Address}");

    private static bool IsAnother(Cluster cluster, string? port) =>
        int.TryParse(port, out var number) && number != 0 && number != cluster.ApiserverPort.Number && !IsInsecure(cluster, number);

    // Releases before 1.20 also answer there if their flags open that port to the network.
    private static bool IsInsecure(Cluster cluster, int port) =>
        cluster.Source?.Find(ComponentKind.Apiserver) is { } apiserver
        && apiserver.Find("insecure-bind-address") is not null
        && (apiserver.Find("insecure-port")?.Text ?? "8080") == port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string? ValueOf(HaproxyLine line, string setting)
    {
        var index = line.Words.LastIndexOf(setting);
        return index >= 0 && index + 1 < line.Words.Length ? line.Words[index + 1] : null;
    }
}
