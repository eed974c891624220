using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;
using static System.FormattableString;

namespace Generator.Core.Rules.LoadBalancers;

internal static class NotDrained
{
    internal static readonly Rule Rule = new(
        "LBR043",
        Severity.Warning,
        "a stopping kube-apiserver closes its port before haproxy notices",
        "haproxy sends new connections to a master until its health checks have failed. A kube-apiserver that stops earlier refuses them, and one "
            + "that systemd kills loses its last requests. Without loss: time to notice < --shutdown-delay-duration < TimeoutStopSec - 60 s.",
        "write the values into the kube-apiserver's flags and unit, and capture the source master again; or waive this with the reason",
        Example.WithHaproxy().Changing(Example.ApiserverFlags, "--shutdown-delay-duration=10s", "--shutdown-delay-duration=2s"),
        Example.WithHaproxy(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology is not { Masters.Length: > 1, LoadBalancer: { Engine: { Value.Value: BalancerEngine.Haproxy } engine } }
            || cluster.Source?.Find(ComponentKind.Apiserver) is null)
            yield break;
        var draining = Draining.Of(cluster.Source);
        // A check that is refused notices only that the port is closed: no delay helps.
        if (draining.IsDrained || draining.RefusesAnonymous)
            yield break;
        yield return draining.Check.Detection < draining.Delay
            ? Killed(engine.At, draining.Delay, draining.StopLimit)
            : Early(engine.At, draining);
    }

    private static Finding Early(Location at, Draining draining) => new(
        at,
        Invariant($"haproxy notices a stopping kube-apiserver after up to {draining.Check.Detection} s, but it serves only {draining.Delay} s more"))
    {
        Hint = Invariant($"add --shutdown-delay-duration={draining.WantedDelay}s to the kube-apiserver's flags, ")
            + Invariant($"with TimeoutStopSec={draining.WantedLimit} or more in its unit; or waive this with the reason"),
    };

    private static Finding Killed(Location at, int delay, int? limit) => new(
        at,
        Invariant($"a stopping kube-apiserver serves {delay} s and then needs {Draining.LastRequests} s, but systemd kills it after {limit} s"))
    {
        Hint = Invariant($"write TimeoutStopSec={delay + Draining.LastRequests + 2} into the kube-apiserver's unit"),
    };
}
