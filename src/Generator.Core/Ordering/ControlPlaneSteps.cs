using Generator.Core.Planning;

namespace Generator.Core.Ordering;

/// <summary>The control plane of each new master, one master after the other: the apiserver alone first, then what talks to it.</summary>
internal static class ControlPlaneSteps
{
    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject) =>
        subject.NewMasters.SelectMany(master => Of(subject, master));

    private static IEnumerable<RolloutStep> Of(RolloutSubject subject, HostPlan master)
    {
        var (name, source) = (master.Name, subject.Plan.Source.Name);
        var apiserver = master.ControlPlaneUnits[0];
        var others = master.ControlPlaneUnits[1..];
        yield return RolloutSubject.Step(
            Phase.ControlPlane,
            $"{name}: copy from {source}, place its own files, start the apiserver",
            [
                new RolloutAction(name, Verb.RemoveCopies, source),
                new RolloutAction(name, Verb.Copy, source),
                .. subject.Delivery(master),
                new RolloutAction(name, Verb.DaemonReload),
                .. master.ControlPlaneUnits.Select(unit => new RolloutAction(name, Verb.Enable, unit)),
                new RolloutAction(name, Verb.Start, apiserver),
            ],
            [
                new Gate(name, Question.Digests, 0),
                new Gate(name, Question.Ready, subject.Seconds, $"{subject.Plan.ApiserverOf(master)}/readyz"),
            ]);
        yield return RolloutSubject.Step(
            Phase.ControlPlane,
            $"{name}: start controller-manager and scheduler against its own apiserver",
            others.Select(unit => new RolloutAction(name, Verb.Start, unit)),
            master.ControlPlaneUnits.Select(unit => new Gate(name, Question.UnitActive, subject.Seconds, unit)));
    }
}
