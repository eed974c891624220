using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR004.</summary>
internal static class PortTakenByApiserver
{
    internal static readonly Rule Rule = new(
        "LBR004",
        Severity.Error,
        "the load balancer's port is taken by an apiserver",
        "nginx -t passes and the start fails: the apiserver of the same machine already listens there.",
        "give the load balancer another port, such as 8443, or a host of its own",
        Example.With(loadBalancer: "{endpoint: 192.168.3.172, hosts: [{name: k8s-master2, address: 192.168.3.172}, {name: k8s-master3, address: 192.168.3.173}]}"),
        Example.With(loadBalancer: "{endpoint: 192.168.3.172, port: 8443, hosts: [{name: k8s-master2, address: 192.168.3.172}, {name: k8s-master3, address: 192.168.3.173}]}"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is not { } balancer || balancer.Port.Value != cluster.ApiserverPort)
            return [];
        var taken = balancer.Hosts.Where(host => cluster.Topology.Masters.Any(master => Machines.AreOne(master.Host, host)));
        return taken.Take(1).Select(host => new Finding(balancer.Port.At, $"port {balancer.Port} of {host.Name} is taken by the apiserver of the same machine"));
    }
}
