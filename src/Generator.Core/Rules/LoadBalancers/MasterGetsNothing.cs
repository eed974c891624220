using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class MasterGetsNothing
{
    internal static readonly Rule Rule = new(
        "LBR027",
        Severity.Warning,
        "a load balancer does not use a running master",
        "The load balancer sends nothing to this master's kube-apiserver. If the masters it names stop, the API is unreachable although one master "
            + "is healthy.",
        "add the master to the servers, or remove disabled, down or weight 0 from its line, and capture the host again",
        Running(Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx(""))),
        Running(Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("        server 192.168.3.172:6443;\n"))),
        Check);

    private static Example Running(Example example) => example
        .Adding(
            "k8s-master2/usr/lib/systemd/system/kube-apiserver.service",
            "[Service]\nExecStart=/usr/bin/kube-apiserver --advertise-address=192.168.3.172\n")
        .Adding("k8s-master2/usr/bin/kube-apiserver", "");

    private static string Nginx(string second) =>
        $"events {{}}\nstream {{\n    upstream kube {{\n        server 192.168.3.171:6443;\n{second}    }}\n    server {{\n        listen 7443;\n"
            + $"        proxy_connect_timeout 2s;\n        proxy_pass kube;\n    }}\n}}\n";

    // A master that was not captured is a new one: no load balancer can name it yet.
    private static IEnumerable<Finding> Check(Cluster cluster) =>
        BalancerFront.All(cluster).SelectMany(front => NotNamed(cluster, front).Concat(NotUsed(cluster, front)))
            .GroupBy(finding => (finding.At.File.Path, finding.Message), (_, same) => same.First());

    private static IEnumerable<Finding> NotUsed(Cluster cluster, BalancerFront front) =>
        from server in front.Unused
        let master = BalancerFront.MasterAt(cluster, server.Server)
        where master is not null && Runs(cluster, master)
        where !front.Servers.Any(other =>
            BalancerFront.MasterAt(cluster, other.Server) == master && front.Unused.All(unused => unused.At != other.At))
        select new Finding(
            server.At, $"{front.Program} on {front.Host} sends no connection to {master.Host.Name}, whose kube-apiserver runs ({server.Word})");

    private static bool Runs(Cluster cluster, Master master) =>
        cluster.Installations.GetValueOrDefault(master.Host.Name.Value.Text)?.Find(ComponentKind.Apiserver) is not null;

    private static IEnumerable<Finding> NotNamed(Cluster cluster, BalancerFront front) =>
        from master in cluster.Topology.Masters
        where front.Servers.All(server => BalancerFront.MasterAt(cluster, server.Server) != master) && Runs(cluster, master)
        select new Finding(
            front.At,
            $"{front.Program} on {front.Host} sends connections to kube-apiservers, but none to {master.Host.Name}, whose kube-apiserver runs");
}
