using System.Collections.Immutable;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;
using Generator.Core.Rollout.Gates;

namespace Generator.Core.Planning.Ordering;

/// <summary>The proof that a cluster with several masters is one: the leaders stop, and others take over.</summary>
internal static class TakeoverSteps
{
    private static readonly (string Lease, ComponentKind Kind)[] Leases =
        [("kube-controller-manager", ComponentKind.ControllerManager), ("kube-scheduler", ComponentKind.Scheduler)];

    /// <summary>The leases that one master holds for all.</summary>
    internal static IEnumerable<string> LeaseNames => Leases.Select(leader => leader.Lease);

    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject)
    {
        if (subject.NewMasters.IsEmpty)
            return [];
        // One that leaves is still a master, and may lead until it goes.
        var leaving = subject.Plan.Departures.Where(departure => departure is { IsMaster: true, IsWhole: true, IsNameReused: false });
        ImmutableArray<string> others = [.. subject.NewMasters.Select(master => master.Name).Union(leaving.Select(departure => departure.Host))];
        return Leases.Select(leader => RolloutSubject.Step(
            Phase.Takeover,
            $"Restart the leading {leader.Lease}: another master must take its lease",
            [
                StepLine.Do(
                    new RestartLeader(subject.Source, leader.Lease, UnitOf(subject.Plan.Source, leader.Kind) ?? $"{leader.Lease}.service", others),
                    StepLine.Whole),
                StepLine.Ask(new LeaseMoved(subject.Source, subject.Seconds, leader.Lease, others), StepLine.Whole),
            ]));
    }

    private static string? UnitOf(HostPlan source, ComponentKind kind) => source.Captured?.Find(kind)?.UnitName;
}
