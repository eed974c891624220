using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Rollouts;

/// <summary>RLL001.</summary>
internal static class BatchLargerThanWorkers
{
    internal static readonly Rule Rule = new(
        "RLL001",
        Severity.Warning,
        "a batch larger than all workers",
        "Every worker but the first would change at once, and a fault would meet all of them.",
        "write a smaller number, or a share such as 10%",
        Example.With(more: "rollout: {workerBatch: 20}"),
        Example.With(more: "rollout: {workerBatch: 1}"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var batch = cluster.Topology.Rollout.WorkerBatch;
        if (batch is { IsWritten: true, Value.IsPercent: false } && batch.Value.Number > cluster.Topology.Workers.Length)
            yield return new Finding(batch.At, FormattableString.Invariant($"a batch of {batch} is more than the {cluster.Topology.Workers.Length} workers"));
    }
}
