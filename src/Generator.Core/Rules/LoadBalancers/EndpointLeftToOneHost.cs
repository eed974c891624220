using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class EndpointLeftToOneHost
{
    internal static readonly Rule Rule = new(
        "LBR010",
        Severity.Error,
        "several load balancers and no endpoint",
        "Clients know only one address. Without an endpoint it is that of the first host. When that host stops, no client switches to the others.",
        "add an endpoint: a DNS name for all of them, or the address of another load balancer in front",
        Example.With(loadBalancer: "{hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is
            { Vip: null, IsOnMasters: false, IsNodeLocal: false, Endpoint.IsWritten: false, Hosts: [var first, _, ..] } balancer)
            yield return new Finding(balancer.Endpoint.At, $"loadBalancer has several hosts but no endpoint: clients would use only {first.Name}");
    }
}
