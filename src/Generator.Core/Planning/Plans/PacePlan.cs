using Generator.Core.Foundation.Values;

namespace Generator.Core.Planning.Plans;

/// <summary>The pace of the rollout.</summary>
/// <param name="WorkerBatch">How many workers change at once.</param>
/// <param name="GateTimeout">How long a gate polls.</param>
/// <param name="Soak">How long the first worker is watched.</param>
internal sealed record PacePlan(BatchSize WorkerBatch, Duration GateTimeout, Duration Soak);
