using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class EndpointIsAMaster
{
    internal static readonly Rule Rule = new(
        "LBR005",
        Severity.Error,
        "the load balancer's endpoint is a master",
        "Clients would bypass the load balancer and reach that one master. When the master stops, they lose the API.",
        "write the address or name of the load balancer",
        Example.With(loadBalancer: "{endpoint: 192.168.3.171, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is not { } balancer || balancer.Endpoint.Value.Address is not { } endpoint)
            return [];
        return cluster.Topology.Masters
            .Where(master => master.Host.Address.Value == endpoint && !balancer.Hosts.Any(host => Machines.AreOne(host, master.Host)))
            .Select(master => new Finding(balancer.Endpoint.At, $"the endpoint {endpoint} is the master {master.Host.Name}"));
    }
}
