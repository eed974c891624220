using Generator.Core.Planning.Audits;
using Generator.Core.Reading.Failures;
using Generator.Core.Rollout;

namespace Generator.Core.Planning.Ordering;

/// <summary>The artefacts, and in which order they are delivered.</summary>
/// <param name="Set">The artefacts.</param>
/// <param name="Plan">The order.</param>
/// <param name="Failures">What happens when a host dies after the rollout.</param>
internal sealed record OrderedRollout(AuditedSet Set, RolloutPlan Plan, FailureTable Failures);
