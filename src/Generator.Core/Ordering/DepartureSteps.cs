using System.Collections.Immutable;
using Generator.Core.Planning;

namespace Generator.Core.Ordering;

/// <summary>
/// What leaves goes when the load balancers know it no more: its pods first, then its units, its node, and its files last. A machine whose
/// name a new one takes goes before that one's node joins; every other one when all is moved.
/// </summary>
internal static class DepartureSteps
{
    // The time for which a reloaded nginx keeps its old connections (worker_shutdown_timeout), and a little.
    private const int LetGoSeconds = 90;

    internal static IEnumerable<RolloutStep> BeforeNodes(RolloutSubject subject) => Of(subject, departure => departure is { IsNameReused: true, BalancerPort: null });

    internal static IEnumerable<RolloutStep> AfterNodes(RolloutSubject subject) => Of(subject, departure => departure is not { IsNameReused: true, BalancerPort: null });

    private static IEnumerable<RolloutStep> Of(RolloutSubject subject, Func<Departure, bool> isMeant) =>
        subject.Plan.Departures.Where(isMeant).SelectMany(departure => Of(subject, departure));

    private static IEnumerable<RolloutStep> Of(RolloutSubject subject, Departure departure)
    {
        if (Parting(subject, departure) is { } parting)
            yield return parting;
        if (!departure.Units.IsEmpty)
            yield return Stopping(subject, departure);
        if (departure.NodeName is { } node)
            yield return RolloutSubject.Step(Phase.Departure, $"{departure.Host}: take the node {node} out of the cluster", [OfNode(subject, Verb.ForgetNode, departure)], []);
        if (!departure.Files.IsEmpty)
        {
            yield return RolloutSubject.Step(
                Phase.Departure,
                $"{departure.Host}: take away what haplane brought",
                [new RolloutAction(departure.Host, Verb.TakeAway)],
                []);
        }
    }

    private static RolloutStep? Parting(RolloutSubject subject, Departure departure)
    {
        ImmutableArray<RolloutAction> actions = departure.NodeName is null ? [] : [OfNode(subject, Verb.DrainNode, departure)];
        ImmutableArray<Gate> gates = [.. Free(subject, departure)];
        return actions.IsEmpty && gates.IsEmpty ? null : RolloutSubject.Step(Phase.Departure, $"{departure.Host}: nothing uses it any more", actions, gates);
    }

    private static IEnumerable<Gate> Free(RolloutSubject subject, Departure departure)
    {
        var seconds = Math.Max(LetGoSeconds, subject.Seconds);
        var balancers = subject.Plan.With(HostRole.LoadBalancer).Where(host => host.Address != departure.Address).Select(host => host.Address.Text).ToArray();
        if (departure.IsMaster && balancers.Length > 0)
            yield return new Gate(departure.Host, Question.PortLetGo, seconds, [subject.Plan.ApiserverPort.ToString(), .. balancers]);
        if (departure.BalancerPort is { } port)
            yield return new Gate(departure.Host, Question.PortLetGo, seconds, port.ToString());
    }

    private static RolloutStep Stopping(RolloutSubject subject, Departure departure) => RolloutSubject.Step(
        Phase.Departure,
        $"{departure.Host}: stop {Listed(departure)}",
        departure.Units.Select(unit => new RolloutAction(departure.Host, Verb.Stop, unit)),
        Stayed(subject, departure));

    // What must go on without it.
    private static IEnumerable<Gate> Stayed(RolloutSubject subject, Departure departure)
    {
        var plan = subject.Plan;
        yield return new Gate(plan.Source.Name, Question.Ready, subject.Seconds, $"{plan.Client}/readyz", plan.ClusterCa);
        if (!departure.IsMaster)
            yield break;
        yield return new Gate(plan.Source.Name, Question.EndpointGone, subject.Seconds, departure.Address.Text);
        foreach (var lease in TakeoverSteps.LeaseNames)
            yield return new Gate(plan.Source.Name, Question.LeaseRenewed, subject.Seconds, lease);
    }

    private static RolloutAction OfNode(RolloutSubject subject, Verb verb, Departure departure) =>
        new(subject.Plan.Source.Name, verb, departure.IsNameReused ? [departure.NodeName ?? "", departure.Address.Text] : [departure.NodeName ?? ""]);

    private static string Listed(Departure departure) => departure.Units switch
    {
        [var only] => only,
        var units => FormattableString.Invariant($"its {units.Length} services"),
    };
}
