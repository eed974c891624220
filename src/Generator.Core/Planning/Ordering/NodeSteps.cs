using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Planning.Plans;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;
using Generator.Core.Rollout.Gates;

namespace Generator.Core.Planning.Ordering;

/// <summary>
/// The agents of nodes: those of new masters join, those of workers are switched to the load balancer in batches, the source's come last.
/// </summary>
internal static class NodeSteps
{
    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject) =>
        subject.NewMasters.Where(master => master.NodeName is not null).Select(master => Joining(subject, master))
            .Concat(Workers(subject))
            .Concat(Source(subject));

    private static RolloutStep Joining(RolloutSubject subject, HostPlan master)
    {
        var (name, node, source) = (master.Name, master.NodeName ?? master.Name, subject.Source);
        return RolloutSubject.Step(
            Phase.NodeAgents,
            $"{name}: start its node agents, which join through the load balancer as {node}",
            [
                StepLine.NewWhen(new NodeUnknown(source, 0, node), name),
                StepLine.Do(
                    new Deliver(
                        name, DeliveryGroup.Node, master.NodeUnits, UnitAction.Start, Source: null, [.. subject.Parts(master, DeliveryGroup.Node)])),
                StepLine.Do(new Identify(name, DeliveryGroup.Node, master.NodeUnits[0])),
                StepLine.Do(new ApproveCsr(source, node), name),
                StepLine.Ask(new CsrIssued(source, subject.Seconds, node), name),
                StepLine.Ask(new NodeReady(source, subject.Seconds, node), name),
                .. Gates(subject, master).Select(gate => StepLine.Ask(gate, name)),
                StepLine.DoneWhen(new CsrIssued(source, 0, node)),
                StepLine.DoneWhen(new NodeReady(source, 0, node)),
                StepLine.Undo(new Rollback(name, RollbackTarget.Step), name),
                StepLine.Undo(new ForgetNode(source, node), name, LineCondition.New),
                .. Gates(subject, master, undone: true)
                    .Prepend(new NodeReady(source, subject.Seconds, node))
                    .Select(gate => StepLine.Undone(gate, name, LineCondition.Old)),
            ]);
    }

    private static IEnumerable<RolloutStep> Workers(RolloutSubject subject)
    {
        var workers = subject.ChangedWorkers;
        if (workers.IsEmpty)
            yield break;
        var (first, soak) = (workers[0], subject.Plan.Pace.Soak);
        yield return Switching(subject, Phase.Workers, $"{first.Name}: the first worker to the load balancer", [first]);
        yield return RolloutSubject.Step(
            Phase.Workers,
            $"{first.Name}: watch it for {soak} before the others follow",
            [
                StepLine.Do(new Soak(first.Name, soak.Seconds)),
                .. Gates(subject, first).Select(gate => StepLine.Ask(gate, first.Name)),
                StepLine.Undo(new Rollback(first.Name, RollbackTarget.Step), first.Name, LineCondition.Changed),
            ]);
        foreach (var batch in workers.Skip(1).Chunk(subject.Plan.Pace.WorkerBatch.Of(workers.Length)))
            yield return Switching(subject, Phase.Workers, $"{Listed(batch)}: to the load balancer", batch);
    }

    private static IEnumerable<RolloutStep> Source(RolloutSubject subject)
    {
        var source = subject.Plan.Source;
        return subject.HasChange(source, DeliveryGroup.Node)
            ? [Switching(subject, Phase.SourceNode, $"{source.Name}: its own node agents to the load balancer, last", [source])]
            : [];
    }

    private static RolloutStep Switching(RolloutSubject subject, Phase phase, string title, HostPlan[] hosts) => RolloutSubject.Step(
        phase,
        title,
        [
            .. hosts.Select(host => StepLine.Do(Delivery(subject, host, subject.Affected(host, DeliveryGroup.Node)))),
            .. hosts.SelectMany(host => Gates(subject, host).Select(gate => StepLine.Ask(gate, host.Name))),
            .. hosts.Select(host => StepLine.Undo(new Rollback(host.Name, RollbackTarget.Step), host.Name)),
            .. hosts.SelectMany(host => Gates(subject, host, undone: true).Select(gate => StepLine.Undone(gate, host.Name, LineCondition.Old))),
        ]);

    private static Deliver Delivery(RolloutSubject subject, HostPlan host, ImmutableArray<string> units) =>
        new(
            host.Name,
            DeliveryGroup.Node,
            units,
            units.IsEmpty ? UnitAction.None : UnitAction.Restart,
            Source: null,
            [.. subject.Parts(host, DeliveryGroup.Node)]);

    // A node stays Ready for a while whatever its kubelet does: only a renewed lease and an open connection show that it was switched.
    // Before that, it was connected elsewhere.
    private static IEnumerable<Gate> Gates(RolloutSubject subject, HostPlan host, bool undone = false)
    {
        if (host.NodeName is not { } node)
            yield break;
        yield return new NodeLeaseRenewed(subject.Source, subject.Seconds, node);
        if (!undone)
            yield return new AgentConnected(host.Name, subject.Seconds, subject.Plan.Client.Host.Text, subject.Plan.Client.Port.ToString());
        if (host.KubeProxyHealth is { } health)
            yield return new KubeProxyHealthy(host.Name, subject.Seconds, health);
    }

    private static string Listed(HostPlan[] hosts) => hosts.Length <= 3
        ? string.Join(", ", hosts.Select(host => host.Name))
        : FormattableString.Invariant($"{hosts[0].Name} to {hosts[^1].Name} ({hosts.Length} workers)");
}
