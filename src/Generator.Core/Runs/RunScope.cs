using System.Collections.Immutable;
using Generator.Core.Ordering;

namespace Generator.Core.Runs;

/// <summary>What of a rollout is carried out.</summary>
/// <param name="Plan">The rollout, without what is gone.</param>
/// <param name="Only">The hosts that are changed; empty for all. The others are asked, and not changed.</param>
public sealed record RunScope(RolloutPlan Plan, ImmutableHashSet<string> Only)
{
    /// <summary>Whether everything is carried out.</summary>
    public bool IsWhole => Only.IsEmpty;

    /// <summary>Whether a host may be changed.</summary>
    public bool Holds(string host) => IsWhole || Only.Contains(host);

    /// <summary>Whether a host answers for the others, too: the source speaks for the cluster.</summary>
    public bool IsAsked(string host) => Holds(host) || host == Plan.Source;

    /// <summary>Whether a step has something for a host that is wanted.</summary>
    public bool Holds(PlannedStep step) => IsWhole || step.Phase switch
    {
        Phase.Backup or Phase.Preflight or Phase.Stage => true,
        Phase.Departure => Only.Any(host => IsAbout(step, host)),
        _ => step.Deliveries.Any(delivery => Only.Contains(delivery.Host)) || step.Actions.Any(action => action.Verb == Verb.Soak && Only.Contains(action.Host)),
    };

    // Whose departure a step is: that of the host that something is done to or asked of, or of its node.
    private bool IsAbout(PlannedStep step, string host) =>
        step.DeliveryTo(host) is not null
        || step.Gates.Any(gate => gate.Host == host)
        || (Plan.Find(host) is { IsLeaving: true } leaving && step.Actions.Any(action => action.Verb is Verb.DrainNode or Verb.ForgetNode && action.Arguments[0] == leaving.LeavingNode));
}
