using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class NoWorker
{
    internal static readonly Rule Rule = new(
        "TOP013",
        Severity.Warning,
        "there is no worker",
        "Only the masters run workloads. The rollout has no worker to test the load balancer with before the source master's own node moves.",
        "add the workers, or waive this with the reason",
        Example.With(workers: "[]"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.Workers.IsEmpty)
            yield return new Finding(cluster.Topology.Cluster.At, "there is no worker in this cluster");
    }
}
