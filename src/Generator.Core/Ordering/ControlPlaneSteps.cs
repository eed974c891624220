using Generator.Core.Artefacts;
using Generator.Core.Planning;

namespace Generator.Core.Ordering;

/// <summary>
/// The control plane of each new master, one master after the other: its files are there and proved before anything starts, the apiserver
/// starts alone, then what talks to it. The source's own control plane comes last, where something changes in it.
/// </summary>
internal static class ControlPlaneSteps
{
    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject) =>
        subject.NewMasters.SelectMany(master => New(subject, master)).Concat(Source(subject));

    private static IEnumerable<RolloutStep> New(RolloutSubject subject, HostPlan master)
    {
        var (name, source) = (master.Name, subject.Plan.Source.Name);
        var apiserver = master.ControlPlaneUnits[0];
        yield return RolloutSubject.Step(
            Phase.ControlPlane,
            $"{name}: copy from {source}, place its own files, prove all digests",
            [
                new RolloutAction(name, Verb.RemoveIfEqual, source),
                new RolloutAction(name, Verb.Copy, source),
                .. subject.Delivery(master, DeliveryGroup.ControlPlane),
            ],
            [new Gate(name, Question.Digests, 0)]);
        yield return RolloutSubject.Step(
            Phase.ControlPlane,
            $"{name}: start the apiserver alone",
            [
                new RolloutAction(name, Verb.DaemonReload),
                new RolloutAction(name, Verb.Enable, apiserver),
                new RolloutAction(name, Verb.Start, apiserver),
            ],
            [Ready(subject, master)]);
        yield return RolloutSubject.Step(
            Phase.ControlPlane,
            $"{name}: start controller-manager and scheduler against its own apiserver",
            [
                .. master.ControlPlaneUnits[1..].Select(unit => new RolloutAction(name, Verb.Enable, unit)),
                .. master.ControlPlaneUnits[1..].Select(unit => new RolloutAction(name, Verb.Start, unit)),
            ],
            master.ControlPlaneUnits.Select(unit => new Gate(name, Question.UnitActive, subject.Seconds, unit)));
    }

    private static IEnumerable<RolloutStep> Source(RolloutSubject subject)
    {
        var source = subject.Plan.Source;
        var affected = subject.Affected(source, DeliveryGroup.ControlPlane).ToArray();
        if (affected.Length == 0)
            return [];
        return
        [
            RolloutSubject.Step(
                Phase.ControlPlane,
                $"{source.Name}: its own control plane to its own apiserver",
                [
                    .. subject.Delivery(source, DeliveryGroup.ControlPlane),
                    .. affected.Select(unit => new RolloutAction(source.Name, Verb.Restart, unit)),
                ],
                [
                    Ready(subject, source),
                    .. affected.Select(unit => new Gate(source.Name, Question.UnitActive, subject.Seconds, unit)),
                ]),
        ];
    }

    private static Gate Ready(RolloutSubject subject, HostPlan master) =>
        new(master.Name, Question.Ready, subject.Seconds, $"{subject.Plan.ApiserverOf(master)}/readyz", subject.Plan.ClusterCa);
}
