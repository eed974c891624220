using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class OneLoadBalancer
{
    internal static readonly Rule Rule = new(
        "LBR001",
        Severity.Warning,
        "one load balancer",
        "When its only host stops, no node reaches a kube-apiserver, no matter how many there are. The single point of failure has only moved.",
        "add a second host, or waive this with the reason",
        Example.With(loadBalancer: "{hosts: [{name: lb1, address: 192.168.3.201}]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        // Another rule reports a VIP that cannot move.
        if (cluster.Topology is { LoadBalancer: { Hosts: [var only], Vip: null } balancer, Masters.Length: > 1 }
            && balancer.Engine.Value.Value != BalancerEngine.External)
            yield return new Finding(only.Name.At, $"{only.Name} is the only load balancer: if it stops, no node reaches a kube-apiserver");
    }
}
