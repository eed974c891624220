using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

internal static class VipAsNodeAddress
{
    internal static readonly Rule Rule = new(
        "VIP012",
        Severity.Warning,
        "a kubelet may take the VIP as its node's address",
        "A kubelet without --node-ip chooses an address of its host by itself. While the host has the VIP, that can be the VIP: then logs, exec and "
            + "metrics of this node go to another host after the VIP has moved.",
        "add the line --node-ip=ADDRESS with the host's own address to the kubelet's flags, and capture the host again",
        With(""),
        With("--node-ip=192.168.3.174 \\\n"),
        Check);

    private static Example With(string flag) => Example.With(
        loadBalancer: "{hosts: [{name: lb1, address: 192.168.3.202}, {name: k8s-node1, address: 192.168.3.174}], "
            + "vip: {address: 192.168.3.201, routerId: 61, interface: eth0}}")
        .Changing("k8s-node1/data/application/kubernetes/cfg/kubelet.conf", "--v=2 \\\n", $"--v=2 \\\n{flag}");

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is not { Vip: { } vip } balancer)
            return [];
        return from host in balancer.Hosts
               let kubelet = KubeletOf(cluster, host)
               where kubelet is not null && kubelet.Find("node-ip") is null && kubelet.Find("hostname-override")?.Text != host.Address.Value.Text
               select new Finding(vip.At, $"the kubelet on {host.Name} has no --node-ip and can take the VIP {vip.Address} as its node's address")
               {
                   Hint = $"add --node-ip={host.Address} to the kubelet's flags on {host.Name}, and capture it again",
               };
    }

    private static Component? KubeletOf(Cluster cluster, Host host) =>
        Machines.ComponentsOn(cluster, host).Select(found => found.Component).FirstOrDefault(component => component.Kind == ComponentKind.Kubelet);
}
