using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class ClientNotMoved
{
    private const string Path = "k8s-node1/usr/lib/systemd/system/flanneld.service";

    internal static readonly Rule Rule = new(
        "LBR032",
        Severity.Warning,
        "a program keeps using one master's kube-apiserver",
        "haplane moves kubelet, kube-proxy and kubeconfigs to the load balancer. Any other program keeps its configured address, and loses the API "
            + "when that master stops.",
        "once the load balancer answers, change the address on the host, restart the program and capture the host again; or waive this with the "
            + "reason",
        Example.With().Adding(Path, Unit("192.168.3.171")),
        Example.With().Adding(Path, Unit("192.168.3.201")),
        Check);

    private static string Unit(string host) => $"[Service]\nExecStart=/opt/bin/flanneld --kube-subnet-mgr --kube-api-url=https://{host}:6443\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from balancer in new[] { cluster.Topology.LoadBalancer }.OfType<LoadBalancer>()
        from host in cluster.Topology.Masters.Select(master => master.Host).Concat(cluster.Topology.Workers.Select(worker => worker.Host))
        let installation = cluster.Installations.GetValueOrDefault(host.Name.Value.Text)
        where installation is not null
        let masters = cluster.Topology.Masters.Select(master => master.Host).Where(master =>
            master.Address.Value != balancer.ForNodes.Host.Address || balancer.Port.Value != cluster.ApiserverPort)
        from client in OtherClient.Of(installation.Capture, masters, cluster.ApiserverPort)
        select new Finding(
            client.At,
            $"{client.Owner} on {host.Name} uses {client.Server}, expected the load balancer at {balancer.ForNodes.Authority}");
}
