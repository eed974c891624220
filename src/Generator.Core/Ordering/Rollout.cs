using Generator.Core.Audits;
using Generator.Core.Steps;

namespace Generator.Core.Ordering;

/// <summary>The artefacts, and in which order they are delivered.</summary>
/// <param name="Set">The artefacts.</param>
/// <param name="Plan">The order.</param>
internal sealed record Rollout(AuditedSet Set, RolloutPlan Plan);
