using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class NoLoadBalancer
{
    internal static readonly Rule Rule = new(
        "TOP007",
        Severity.Warning,
        "there are several masters but no load balancer",
        "Nodes use one address. Without a load balancer that is the source master's, and when it stops every node turns NotReady.",
        "add loadBalancer, or waive this with the reason",
        new Example("""
            apiVersion: haplane/v1
            cluster: example
            kubernetes: v1.20.4
            masters:
              - {name: k8s-master1, address: 192.168.3.171}
              - {name: k8s-master2, address: 192.168.3.172}
              - {name: k8s-master3, address: 192.168.3.173}
            workers: [{name: k8s-node1, address: 192.168.3.174}]
            """),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology is { LoadBalancer: null, Masters: [_, var second, ..] })
            yield return new Finding(
                second.Host.Name.At, "there are several masters but no load balancer: every node keeps using only the source master");
    }
}
