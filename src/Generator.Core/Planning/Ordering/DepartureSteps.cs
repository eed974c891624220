using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;
using Generator.Core.Rollout.Gates;

namespace Generator.Core.Planning.Ordering;

/// <summary>
/// What leaves goes when the load balancers no longer use it: its pods first, then its units, its node, and its files last. A machine whose
/// name a new one takes goes before that one's node joins; every other one when all nodes are switched.
/// </summary>
internal static class DepartureSteps
{
    // The time for which a reloaded nginx or haproxy keeps its old connections, and a little.
    private const int LetGoSeconds = 90;

    internal static IEnumerable<RolloutStep> BeforeNodes(RolloutSubject subject) =>
        Of(subject, departure => departure is { IsNameReused: true, BalancerPort: null });

    internal static IEnumerable<RolloutStep> AfterNodes(RolloutSubject subject) =>
        Of(subject, departure => departure is not { IsNameReused: true, BalancerPort: null });

    private static IEnumerable<RolloutStep> Of(RolloutSubject subject, Func<Departure, bool> isMeant) =>
        subject.Plan.Departures.Where(isMeant).SelectMany(departure => Of(subject, departure));

    private static IEnumerable<RolloutStep> Of(RolloutSubject subject, Departure departure)
    {
        var host = departure.Host;
        if (Draining(subject, departure) is { } draining)
            yield return draining;
        if (!departure.Units.IsEmpty)
            yield return Stopping(subject, departure);
        if (departure.NodeName is { } node)
            yield return Step(
                $"{host}: take the node {node} out of the cluster", [StepLine.Do(new ForgetNode(subject.Source, node, AddressOf(departure)), host)]);
        if (!departure.Files.IsEmpty)
        {
            yield return Step(
                $"{host}: take away what haplane brought",
                [
                    StepLine.Do(new Deliver(host, DeliveryGroup.Leftover, [], UnitAction.None, Source: null, [DeliveryPart.TakeAway])),
                    StepLine.Undo(new Rollback(host, RollbackTarget.Step), host),
                ]);
        }
    }

    private static RolloutStep? Draining(RolloutSubject subject, Departure departure)
    {
        ImmutableArray<StepLine> lines =
        [
            .. departure.NodeName is { } node
                ? [StepLine.Do(new DrainNode(subject.Source, node, AddressOf(departure)), departure.Host)]
                : ImmutableArray<StepLine>.Empty,
            .. Free(subject, departure).Select(gate => StepLine.Ask(gate)),
        ];
        return lines.IsEmpty ? null : Step($"{departure.Host}: no client uses it any longer", lines);
    }

    private static IEnumerable<Gate> Free(RolloutSubject subject, Departure departure)
    {
        var seconds = Math.Max(LetGoSeconds, subject.Seconds);
        ImmutableArray<string> balancers =
            [.. subject.Plan.With(HostRole.LoadBalancer).Where(host => host.Address != departure.Address).Select(host => host.Address.Text)];
        if (departure.IsMaster && !balancers.IsEmpty)
            yield return new PortLetGo(departure.Host, seconds, subject.Plan.ApiserverPort.ToString(), balancers);
        if (departure is { BalancerPort: { } port, PassesVipOn: false })
            yield return new PortLetGo(departure.Host, seconds, port.ToString(), []);
        if (departure.LocalPort is { } local)
            yield return new PortLetGo(departure.Host, seconds, local.ToString(), [Address.Loopback.Text]);
    }

    private static RolloutStep Stopping(RolloutSubject subject, Departure departure) => Step(
        $"{departure.Host}: stop {Listed(departure)}",
        [
            StepLine.Do(new Deliver(departure.Host, DeliveryGroup.Leaving, departure.Units, UnitAction.Stop, Source: null, [])),
            .. Stayed(subject, departure).Select(gate => StepLine.Ask(gate, departure.Host)),
            StepLine.Undo(new Rollback(departure.Host, RollbackTarget.Step), departure.Host),
            .. Returned(subject, departure),
        ]);

    // What must go on without it.
    private static IEnumerable<Gate> Stayed(RolloutSubject subject, Departure departure)
    {
        yield return subject.ClientReady();
        if (departure.PassesVipOn)
        {
            foreach (var gate in BalancerSteps.VipGates(subject))
                yield return gate;
        }

        if (!departure.IsMaster)
            yield break;
        yield return new EndpointGone(subject.Source, subject.Seconds, departure.Address.Text);
        foreach (var lease in TakeoverSteps.LeaseNames)
            yield return new LeaseRenewed(subject.Source, subject.Seconds, lease);
    }

    private static IEnumerable<StepLine> Returned(RolloutSubject subject, Departure departure) => departure is { IsWhole: true, NodeName: { } node }
        ?
        [
            StepLine.Undo(new AllowPods(subject.Source, node), departure.Host, LineCondition.Present),
            StepLine.Undone(new NodeReady(subject.Source, subject.Seconds, node), departure.Host),
        ]
        : [];

    private static RolloutStep Step(string title, IEnumerable<StepLine> lines) => RolloutSubject.Step(Phase.Departure, title, lines);

    private static string? AddressOf(Departure departure) => departure.IsNameReused ? departure.Address.Text : null;

    private static string Listed(Departure departure) => departure.Units switch
    {
        [var only] => only,
        var units => FormattableString.Invariant($"its {units.Length} services"),
    };
}
