using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>How a kube-apiserver that stops leaves a load balancer that checks its health, in seconds.</summary>
/// <param name="Check">The numbers of the health check.</param>
/// <param name="RefusesAnonymous">Whether it refuses requests without a certificate or token, also those of a health check.</param>
/// <param name="Delay">For how long it still serves when it stops.</param>
/// <param name="StopLimit">After how long systemd kills it; null if it never does.</param>
internal sealed record Draining(HealthCheck Check, bool RefusesAnonymous, int Delay, int? StopLimit)
{
    /// <summary>The time that a kube-apiserver gives to the requests that it has when it stops listening (kubernetes.io, kube-apiserver).</summary>
    internal const int LastRequests = 60;

    // systemd-system.conf(5), DefaultTimeoutStopSec.
    private const int DefaultStopLimit = 90;

    // Enough for the check's answer, and a little.
    private const int Margin = 2;

    /// <summary>Whether a master can stop without a lost request: it is out before it closes its port, and it is not killed before its end.</summary>
    internal bool IsDrained => !RefusesAnonymous && Check.Detection < Delay && !(StopLimit - LastRequests <= Delay);

    /// <summary>The delay that the check needs.</summary>
    internal int WantedDelay => Check.Detection + Margin;

    /// <summary>The limit that this delay needs.</summary>
    internal int WantedLimit => WantedDelay + LastRequests + Margin;

    /// <summary>That of the source master's kube-apiserver, which every master has.</summary>
    internal static Draining Of(Installation? source)
    {
        var apiserver = source?.Find(ComponentKind.Apiserver);
        var delay = apiserver?.Find("shutdown-delay-duration") is { } flag ? TimeSpanText.Seconds(flag.Text) ?? 0 : 0;
        return new Draining(
            HealthCheck.Within(delay),
            apiserver?.Find("anonymous-auth") is { IsFalse: true },
            delay,
            apiserver is null ? DefaultStopLimit : StopLimitOf(apiserver.Unit));
    }

    private static int? StopLimitOf(UnitFile unit) =>
        (unit.All("Service", "TimeoutStopSec").LastOrDefault() ?? unit.All("Service", "TimeoutSec").LastOrDefault()) is { } limit
            ? TimeSpanText.Seconds(limit.Value.Text)
            : DefaultStopLimit;
}
