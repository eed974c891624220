using System.Globalization;
using Generator.Core.Artefacts;
using Generator.Core.Planning;

namespace Generator.Core.Ordering;

/// <summary>The agents of nodes: those of new masters join, those of workers move to the load balancer in batches, the source's come last.</summary>
internal static class NodeSteps
{
    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject) =>
        subject.NewMasters.Where(master => master.NodeName is not null).Select(master => Joining(subject, master))
            .Concat(Workers(subject))
            .Concat(Source(subject));

    private static RolloutStep Joining(RolloutSubject subject, HostPlan master)
    {
        var node = master.NodeName ?? master.Name;
        var source = subject.Plan.Source.Name;
        return RolloutSubject.Step(
            Phase.NodeAgents,
            $"{master.Name}: start its node agents, which join through the load balancer as {node}",
            [
                .. master.NodeUnits.Select(unit => new RolloutAction(master.Name, Verb.Enable, unit)),
                .. master.NodeUnits.Select(unit => new RolloutAction(master.Name, Verb.Start, unit)),
                new RolloutAction(source, Verb.ApproveCsr, node),
            ],
            [
                new Gate(source, Question.CsrIssued, subject.Seconds, node),
                new Gate(source, Question.NodeReady, subject.Seconds, node),
                .. Gates(subject, master),
            ]);
    }

    private static IEnumerable<RolloutStep> Workers(RolloutSubject subject)
    {
        var workers = subject.ChangedWorkers;
        if (workers.IsEmpty)
            yield break;
        var (first, soak) = (workers[0], subject.Plan.Pace.Soak);
        yield return Moving(subject, Phase.Workers, $"{first.Name}: the first worker to the load balancer", [first]);
        yield return RolloutSubject.Step(
            Phase.Workers,
            $"{first.Name}: watch it for {soak} before the others follow",
            [new RolloutAction(first.Name, Verb.Soak, soak.Seconds.ToString(CultureInfo.InvariantCulture))],
            Gates(subject, first));
        foreach (var batch in workers.Skip(1).Chunk(subject.Plan.Pace.WorkerBatch.Of(workers.Length)))
            yield return Moving(subject, Phase.Workers, $"{Listed(batch)}: to the load balancer", batch);
    }

    private static IEnumerable<RolloutStep> Source(RolloutSubject subject)
    {
        var source = subject.Plan.Source;
        return subject.HasChange(source, DeliveryGroup.Node)
            ? [Moving(subject, Phase.SourceNode, $"{source.Name}: its own node agents to the load balancer, last", [source])]
            : [];
    }

    private static RolloutStep Moving(RolloutSubject subject, Phase phase, string title, HostPlan[] hosts) => RolloutSubject.Step(
        phase,
        title,
        [
            .. hosts.SelectMany(host => subject.Delivery(host, DeliveryGroup.Node)),
            .. hosts.SelectMany(host => subject.Affected(host, DeliveryGroup.Node).Select(unit => new RolloutAction(host.Name, Verb.Restart, unit))),
        ],
        hosts.SelectMany(host => Gates(subject, host)));

    // A node stays Ready for a while whatever its kubelet does: only a renewed lease and an open connection show that it moved.
    private static IEnumerable<Gate> Gates(RolloutSubject subject, HostPlan host)
    {
        if (host.NodeName is not { } node)
            yield break;
        yield return new Gate(subject.Plan.Source.Name, Question.NodeLeaseRenewed, subject.Seconds, node);
        yield return new Gate(host.Name, Question.AgentConnected, subject.Seconds, subject.Plan.Client.Host.Text, subject.Plan.Client.Port.ToString());
        if (host.KubeProxyHealth is { } health)
            yield return new Gate(host.Name, Question.KubeProxyHealthy, subject.Seconds, health);
    }

    private static string Listed(HostPlan[] hosts) => hosts.Length <= 3
        ? string.Join(", ", hosts.Select(host => host.Name))
        : FormattableString.Invariant($"{hosts[0].Name} to {hosts[^1].Name} ({hosts.Length} workers)");
}
