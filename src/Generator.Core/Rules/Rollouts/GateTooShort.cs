using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Rollouts;

/// <summary>RLL002.</summary>
internal static class GateTooShort
{
    internal static readonly Rule Rule = new(
        "RLL002",
        Severity.Error,
        "gates that give up too soon",
        "A restarted apiserver is ready after 65 s, measured: a shorter gate puts a master back that was about to answer.",
        "write 90s or more",
        Example.With(more: "rollout: {gateTimeout: 30s}"),
        Example.With(more: "rollout: {gateTimeout: 90s}"),
        Check);

    private const int LeastSeconds = 90;

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var timeout = cluster.Topology.Rollout.GateTimeout;
        if (timeout.Value.Seconds < LeastSeconds)
            yield return new Finding(timeout.At, FormattableString.Invariant($"gateTimeout is {timeout}, and a restarted apiserver needs 65 s"));
    }
}
