using System.Collections.Immutable;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>How to configure an external load balancer, as the source master's kube-apiserver requires it.</summary>
/// <param name="Targets">The kube-apiservers behind it.</param>
/// <param name="Check">The numbers of its health check.</param>
/// <param name="RefusesAnonymous">Whether the kube-apiservers refuse requests without a certificate or token, also those of a health check.</param>
/// <param name="Delay">For how many seconds a kube-apiserver that stops still serves.</param>
/// <param name="StopLimit">After how many seconds systemd kills it; null if it never does.</param>
internal sealed record ExternalPlan(
    ImmutableArray<UpstreamPlan> Targets, HealthCheckPlan Check, bool RefusesAnonymous, int Delay, int? StopLimit)
{
    /// <summary>The time that a kube-apiserver gives to the requests that it has when it stops listening (kubernetes.io, kube-apiserver).</summary>
    internal const int LastRequests = 60;

    // systemd-system.conf(5), DefaultTimeoutStopSec.
    private const int DefaultStopLimit = 90;

    /// <summary>Whether a master can stop without a lost request: it is out before it closes its port, and it is not killed before its end.</summary>
    internal bool IsDrained => !RefusesAnonymous && Check.Detection < Delay && !(StopLimit - LastRequests <= Delay);

    internal static ExternalPlan Of(ClusterPlan plan)
    {
        var apiserver = plan.Source.Captured?.Find(ComponentKind.Apiserver);
        var delay = apiserver?.Find("shutdown-delay-duration") is { } flag ? TimeSpanText.Seconds(flag.Text) ?? 0 : 0;
        return new ExternalPlan(
            plan.Balancer?.Upstream ?? [],
            HealthCheckPlan.Within(delay),
            apiserver?.Find("anonymous-auth") is { IsFalse: true },
            delay,
            apiserver is null ? DefaultStopLimit : StopLimitOf(apiserver.Unit));
    }

    private static int? StopLimitOf(UnitFile unit) =>
        (unit.All("Service", "TimeoutStopSec").LastOrDefault() ?? unit.All("Service", "TimeoutSec").LastOrDefault()) is { } limit
            ? TimeSpanText.Seconds(limit.Value.Text)
            : DefaultStopLimit;
}
