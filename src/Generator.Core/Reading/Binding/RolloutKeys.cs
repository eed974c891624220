using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding;

/// <summary>The keys of the rollout.</summary>
internal static class RolloutKeys
{
    internal static readonly ScalarKey<BatchSize> WorkerBatch = new(
        "workerBatch", "how many workers change at once after the first: a number or a share");
    internal static readonly ScalarKey<Duration> GateTimeout = new("gateTimeout", "how long a health check is repeated before it fails");
    internal static readonly ScalarKey<Duration> Soak = new("soak", "how long the first worker is watched before the others follow");

    internal static readonly Section All = new("rollout", [WorkerBatch, GateTimeout, Soak]);
}
