using Generator.Core.Originals;
using Generator.Core.Planning;

namespace Generator.Core.Ordering;

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
        var source = subject.Plan.Source.Name;
        // One that leaves is still a master, and may lead until it goes.
        var leaving = subject.Plan.Departures.Where(departure => departure is { IsMaster: true, IsWhole: true, IsNameReused: false });
        string[] others = [.. subject.NewMasters.Select(master => master.Name).Union(leaving.Select(departure => departure.Host))];
        return Leases.Select(leader => RolloutSubject.Step(
            Phase.Takeover,
            $"Restart the leading {leader.Lease}: another master must take its lease",
            [new RolloutAction(source, Verb.RestartLeader, [leader.Lease, UnitOf(subject.Plan.Source, leader.Kind) ?? $"{leader.Lease}.service", .. others])],
            [new Gate(source, Question.LeaseMoved, subject.Seconds, [leader.Lease, .. others])]));
    }

    private static string? UnitOf(HostPlan source, ComponentKind kind) => source.Captured?.Find(kind)?.UnitName;
}
