using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR010.</summary>
internal static class EndpointLeftToOneHost
{
    internal static readonly Rule Rule = new(
        "LBR010",
        Severity.Error,
        "several load balancers and no endpoint",
        "Clients know one address. Without an endpoint it is that of the first host, and when that host stops no client turns to the others.",
        "write endpoint: a DNS name for all of them, or the address of another balancer in front",
        Example.With(loadBalancer: "{hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is { Vip: null, Endpoint.IsWritten: false, Hosts: [var first, _, ..] } balancer)
            yield return new Finding(balancer.Endpoint.At, $"there are several load balancers and no endpoint: clients would be given {first.Name} alone");
    }
}
