using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Topologies;

/// <summary>TOP013.</summary>
internal static class NoWorker
{
    internal static readonly Rule Rule = new(
        "TOP013",
        Severity.Warning,
        "no worker",
        "Nothing but the masters runs workloads: a rollout has no node to prove the load balancer with before the source itself moves.",
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
