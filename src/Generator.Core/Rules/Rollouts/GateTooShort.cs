using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Rollouts;

internal static class GateTooShort
{
    internal static readonly Rule Rule = new(
        "RLL002",
        Severity.Error,
        "health checks give up too soon",
        "A restarted kube-apiserver is ready after 65 s (measured). A shorter limit rolls back a master that was about to become ready.",
        "write 90s or more",
        Example.With(more: "rollout: {gateTimeout: 30s}"),
        Example.With(more: "rollout: {gateTimeout: 90s}"),
        Check);

    private const int LeastSeconds = 90;

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var timeout = cluster.Topology.Rollout.GateTimeout;
        if (timeout.Value.Seconds < LeastSeconds)
            yield return new Finding(timeout.At, FormattableString.Invariant($"gateTimeout is {timeout}, but a restarted kube-apiserver needs 65 s"));
    }
}
