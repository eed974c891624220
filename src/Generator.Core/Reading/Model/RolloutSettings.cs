using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>The pace of the rollout.</summary>
/// <param name="WorkerBatch">How many workers change at once after the first.</param>
/// <param name="GateTimeout">How long a health check is repeated before it fails.</param>
/// <param name="Soak">How long the first worker is watched before the others follow.</param>
public sealed record RolloutSettings(Located<BatchSize> WorkerBatch, Located<Duration> GateTimeout, Located<Duration> Soak);
