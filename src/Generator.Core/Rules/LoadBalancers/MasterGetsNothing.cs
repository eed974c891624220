using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR027.</summary>
internal static class MasterGetsNothing
{
    internal static readonly Rule Rule = new(
        "LBR027",
        Severity.Warning,
        "a running master that a balancer does not name",
        "Its apiserver runs and gets no connection from there: where the masters that are named stop, the cluster is gone although one is well.",
        "add the master to the balancer's servers, and capture the host again",
        Running(Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx(""))),
        Running(Example.With().Adding("lb1/etc/nginx/nginx.conf", Nginx("        server 192.168.3.172:6443;\n"))),
        Check);

    private static Example Running(Example example) => example
        .Adding("k8s-master2/usr/lib/systemd/system/kube-apiserver.service", "[Service]\nExecStart=/usr/bin/kube-apiserver --advertise-address=192.168.3.172\n")
        .Adding("k8s-master2/usr/bin/kube-apiserver", "");

    private static string Nginx(string second) =>
        $"events {{}}\nstream {{\n    upstream kube {{\n        server 192.168.3.171:6443;\n{second}    }}\n    server {{\n        listen 7443;\n        proxy_connect_timeout 2s;\n        proxy_pass kube;\n    }}\n}}\n";

    // A master that was not captured is one to come: no balancer can name it yet.
    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from front in BalancerFront.All(cluster)
        let named = front.Servers.Select(server => BalancerFront.MasterAt(cluster, server.Server)).ToArray()
        from master in cluster.Topology.Masters
        where !named.Contains(master) && cluster.Installations.GetValueOrDefault(master.Host.Name.Value.Text)?.Find(ComponentKind.Apiserver) is not null
        select new Finding(front.At, $"{front.Program} on {front.Host} passes connections to apiservers, and none to {master.Host.Name}, whose apiserver runs");
}
