using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Rollouts;

internal static class AllWorkersAtOnce
{
    internal static readonly Rule Rule = new(
        "RLL001",
        Severity.Warning,
        "one batch contains all workers",
        "Every worker but the first would change at once, so a fault would affect all of them.",
        "write a smaller number, or a share such as 10%",
        Example.With(workers: Workers, more: "rollout: {workerBatch: 100%}"),
        Example.With(workers: Workers, more: "rollout: {workerBatch: 25%}"),
        Check);

    private const string Workers = "[{name: k8s-node1, address: 192.168.3.174}, {range: \"w[2-5]\", addresses: 192.168.3.181-192.168.3.184, "
        + "originals: assumed}]";

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var batch = cluster.Topology.Rollout.WorkerBatch;
        var workers = cluster.Topology.Workers.Length;
        if (!batch.IsWritten)
            yield break;
        if (!batch.Value.IsPercent && batch.Value.Number > workers)
            yield return new Finding(batch.At, FormattableString.Invariant($"a batch of {batch} is more than the {workers} existing workers"));
        // The first worker goes alone. Of two workers the second is alone in any case.
        else if (workers > 2 && batch.Value.Of(workers) >= workers - 1)
            yield return new Finding(
                batch.At, FormattableString.Invariant($"a batch of {batch} changes all of the {workers} workers except the first at once"));
    }
}
