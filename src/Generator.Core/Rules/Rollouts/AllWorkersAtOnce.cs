using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Rollouts;

/// <summary>RLL001.</summary>
internal static class AllWorkersAtOnce
{
    internal static readonly Rule Rule = new(
        "RLL001",
        Severity.Warning,
        "a batch of all workers",
        "Every worker but the first would change at once, and a fault would meet all of them.",
        "write a smaller number, or a share such as 10%",
        Example.With(workers: Workers, more: "rollout: {workerBatch: 100%}"),
        Example.With(workers: Workers, more: "rollout: {workerBatch: 25%}"),
        Check);

    private const string Workers = "[{name: k8s-node1, address: 192.168.3.174}, {range: \"w[2-5]\", addresses: 192.168.3.181-192.168.3.184, originals: assumed}]";

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var batch = cluster.Topology.Rollout.WorkerBatch;
        var workers = cluster.Topology.Workers.Length;
        if (!batch.IsWritten)
            yield break;
        if (!batch.Value.IsPercent && batch.Value.Number > workers)
            yield return new Finding(batch.At, FormattableString.Invariant($"a batch of {batch} is more than the {workers} workers that there are"));
        // The first worker goes alone; of two the second is alone in any case.
        else if (workers > 2 && batch.Value.Of(workers) >= workers - 1)
            yield return new Finding(batch.At, FormattableString.Invariant($"a batch of {batch} changes all of the {workers} workers but the first at once"));
    }
}
