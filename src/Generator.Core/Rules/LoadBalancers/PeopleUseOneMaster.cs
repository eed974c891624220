using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class PeopleUseOneMaster
{
    internal static readonly Rule Rule = new(
        "LBR055",
        Severity.Warning,
        "people and pipelines use one master",
        "With placement: node-local, a load balancer serves only its own node. Everything outside the nodes uses loadBalancer.endpoint. Without one, "
            + "\"haplane kubeconfig\" writes the first master: when it stops, people and pipelines lose the API, and nodes do not.",
        "add an endpoint: a DNS name of all masters, or the address of what leads to them; or write the address of one master to accept this",
        Example.With(loadBalancer: "{placement: node-local, port: 8443}"),
        Example.With(loadBalancer: "{placement: node-local, port: 8443, endpoint: kubernetes}"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology is { LoadBalancer: { IsNodeLocal: true, Endpoint.IsWritten: false } balancer, Masters: [var first, _, ..] })
            yield return new Finding(
                balancer.Placement.At,
                $"people and pipelines use {balancer.ForPeople(cluster.ApiserverPort)}, which is {first.Host.Name}: if it stops, they lose the API");
    }
}
