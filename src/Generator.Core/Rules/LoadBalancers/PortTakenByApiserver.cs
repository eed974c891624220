using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class PortTakenByApiserver
{
    internal static readonly Rule Rule = new(
        "LBR004",
        Severity.Error,
        "a kube-apiserver uses the load balancer's port",
        "nginx -t passes but the start fails: the kube-apiserver of the same machine already listens on that port.",
        "set another loadBalancer.port, such as 8443, or use a separate host",
        Example.With(
            loadBalancer: "{endpoint: kubernetes, hosts: [{name: k8s-master2, address: 192.168.3.172}, {name: k8s-master3, address: "
                + "192.168.3.173}]}"),
        Example.With(
            loadBalancer: "{endpoint: kubernetes, port: 8443, hosts: [{name: k8s-master2, address: 192.168.3.172}, {name: k8s-master3, address: "
                + "192.168.3.173}]}"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is not { } balancer || balancer.Port.Value != cluster.ApiserverPort)
            return [];
        // On loopback it has the port to itself where the kube-apiservers listen on one other address.
        if (balancer.IsNodeLocal && cluster.Source?.Find(ComponentKind.Apiserver)?.Find("bind-address")?.Text is { } bound
            && Address.TryParse(bound, out var address) && !address.IsWildcard && !address.IsLoopback)
            return [];
        var taken = balancer.Hosts.Where(host => cluster.Topology.Masters.Any(master => Machines.AreOne(master.Host, host)));
        return taken.Take(1).Select(host => new Finding(balancer.Port.At, $"port {balancer.Port} of {host.Name} is already used by the "
            + "kube-apiserver of the same machine"));
    }
}
