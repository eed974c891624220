using Generator.Core.Foundation.Artefacts;
using Generator.Core.Planning.Plans;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;
using Generator.Core.Rollout.Gates;

namespace Generator.Core.Planning.Ordering;

/// <summary>
/// The control plane of each new master, one master after the other: its files are there and proved before anything starts, the API server
/// starts alone, then what uses it. The source's own control plane comes last, where something changes in it.
/// </summary>
internal static class ControlPlaneSteps
{
    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject) =>
        subject.NewMasters.SelectMany(master => New(subject, master)).Concat(Source(subject));

    private static IEnumerable<RolloutStep> New(RolloutSubject subject, HostPlan master)
    {
        var (name, source) = (master.Name, subject.Source);
        var (apiserver, others) = (master.ControlPlaneUnits[0], master.ControlPlaneUnits[1..]);
        yield return Step(
            $"{name}: copy from {source}, place its own files, prove all digests",
            new Deliver(
                name,
                DeliveryGroup.ControlPlane,
                [],
                UnitAction.None,
                source,
                [DeliveryPart.RemoveIdentity, .. subject.Parts(master, DeliveryGroup.ControlPlane)]),
            [StepLine.Ask(new Digests(name, 0))]);
        yield return Step(
            $"{name}: start the apiserver alone",
            new Deliver(name, DeliveryGroup.ControlPlane, [apiserver], UnitAction.Start, Source: null, [DeliveryPart.DaemonReload]),
            [StepLine.Ask(subject.ReadyAt(master))]);
        yield return Step(
            $"{name}: start controller-manager and scheduler against its own apiserver",
            new Deliver(name, DeliveryGroup.ControlPlane, others, UnitAction.Start, Source: null, []),
            [
                .. master.ControlPlaneUnits.Select(unit => StepLine.Ask(new UnitActive(name, subject.Seconds, unit))),
                // A rollback takes the whole control plane of a master back at once, from its last step on.
                StepLine.Undone(new EndpointGone(source, subject.Seconds, master.Address.Text), name, LineCondition.New),
            ]);
    }

    private static IEnumerable<RolloutStep> Source(RolloutSubject subject)
    {
        var source = subject.Plan.Source;
        var affected = subject.Affected(source, DeliveryGroup.ControlPlane);
        return affected.IsEmpty
            ? []
            :
            [
                Step(
                    $"{source.Name}: its own control plane to its own apiserver",
                    new Deliver(
                        source.Name, DeliveryGroup.ControlPlane, affected, UnitAction.Restart, Source: null, [.. subject.Parts(
                            source, DeliveryGroup.ControlPlane)]),
                    [
                        StepLine.Ask(subject.ReadyAt(source)),
                        .. affected.Select(unit => StepLine.Ask(new UnitActive(source.Name, subject.Seconds, unit))),
                    ]),
            ];
    }

    // No client uses the master before all of it is there: a step that fails takes back the whole of it.
    private static RolloutStep Step(string title, Deliver delivery, IEnumerable<StepLine> asked) => RolloutSubject.Step(
        Phase.ControlPlane,
        title,
        [StepLine.Do(delivery), .. asked, StepLine.Undo(new Rollback(delivery.Host, RollbackTarget.Run), delivery.Host)]);
}
