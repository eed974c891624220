using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class EndpointCarriedByNone
{
    internal static readonly Rule Rule = new(
        "LBR029",
        Severity.Warning,
        "no host is known to carry the endpoint",
        "haplane does not set up the address that clients use. If no host answers there, the rollout stops at the load balancer before any node "
            + "moves.",
        "set up keepalived for the address on the load balancers and capture them; or write the address of a host; or waive this and name what "
            + "carries the address",
        Example.With(loadBalancer: "{endpoint: 192.168.3.201, hosts: [{name: lb1, address: 192.168.3.202}, {name: lb2, address: 192.168.3.203}]}"),
        Example.With(),
        Check);

    // A separate rule reports a keepalived that carries another address.
    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is
            { Vip: null, IsNodeLocal: false, Endpoint.IsWritten: true, Engine.Value.Value: not BalancerEngine.External } balancer
            && balancer.Endpoint.Value.Address is { SpecialKind: null } endpoint
            && Machines.At(cluster.Topology, endpoint) is null
            && VrrpInstance.All(cluster).All(instance => instance.Addresses.IsEmpty && !instance.Carries(endpoint.Text)))
        {
            yield return new Finding(balancer.Endpoint.At, $"the endpoint {endpoint} belongs to no host, and no captured keepalived carries it");
        }
    }
}
