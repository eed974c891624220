using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Flags;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules;

/// <summary>The form of a value in the configuration of a component, by its key (kubernetes.io, configuration APIs v1alpha1 to v1).</summary>
internal static partial class ConfiguredForm
{
    private static readonly FrozenSet<string> Kinds =
        new[] { "KubeletConfiguration", "KubeProxyConfiguration", "KubeSchedulerConfiguration" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Numbers = new[]
    {
        "port", "readOnlyPort", "healthzPort", "maxPods", "podsPerCore", "podPidsLimit", "maxOpenFiles", "maxParallelImagePulls", "registryPullQPS",
        "registryBurst", "eventRecordQPS", "eventBurst", "kubeAPIQPS", "kubeAPIBurst", "nodeLeaseDurationSeconds", "evictionMaxPodGracePeriod",
        "imageGCHighThresholdPercent", "imageGCLowThresholdPercent", "oomScoreAdj", "containerLogMaxFiles", "nodeStatusMaxImages", "parallelism",
        "clientConnection.burst", "conntrack.maxPerCore", "conntrack.min",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Switches = new[]
    {
        "failSwapOn", "rotateCertificates", "serverTLSBootstrap", "enableServer", "cgroupsPerQOS", "cpuCFSQuota", "hairpin", "protectKernelDefaults",
        "makeIPTablesUtilChains", "serializeImagePulls", "registerNode", "localStorageCapacityIsolation", "enableProfiling",
        "enableContentionProfiling", "bindAddressHardFail", "leaderElection.leaderElect", "authentication.anonymous.enabled",
        "authentication.webhook.enabled", "ipvs.strictARP", "iptables.masqueradeAll",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every value that its component cannot read, with the expected form.</summary>
    internal static IEnumerable<(string Key, ScalarNode Scalar, string Expected)> Malformed(MappingNode document) =>
        from pair in Kinds.Contains(document.FindScalar("kind")?.Value ?? "") ? ConfigScalars.All(document, "") : []
        where !pair.Scalar.IsEmpty && !(pair.Scalar.Style == ScalarStyle.Plain && pair.Scalar.Value is ("" or "~" or "null"))
        let expected = Expected(pair.Key, pair.Scalar)
        where expected is not null
        select (pair.Key, pair.Scalar, expected);

    private static string? Expected(string key, ScalarNode scalar) =>
        Numbers.Contains(key) ? Unless(scalar.Style == ScalarStyle.Plain && WholeNumber.IsMatch(scalar.Value), "a whole number without quotes")
        : Switches.Contains(key) ? Unless(ConfiguredSetting.IsOn(scalar) || ConfiguredSetting.IsOff(scalar), "true or false, without quotes")
        : Durations.IsMatch(key) ? Unless(IsDuration(scalar), "a duration such as 30s")
        : null;

    private static bool IsDuration(ScalarNode scalar) =>
        ValueForm.Of("duration").Takes(scalar.Value) && !(scalar.Style == ScalarStyle.Plain && WholeNumber.IsMatch(scalar.Value));

    private static string? Unless(bool isRight, string expected) => isRight ? null : expected;

    [GeneratedRegex(@"\A-?[0-9]+\z")]
    private static partial Regex WholeNumber { get; }

    // Below evictionSoftGracePeriod the keys are signals.
    [GeneratedRegex("(Frequency|Timeout|Period|PeriodCriticalPods|TTL|MinimumGCAge|leaseDuration|renewDeadline|retryPeriod)$")]
    private static partial Regex Durations { get; }
}
