using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;
using Generator.Core.Rollout.Gates;

namespace Generator.Core.Planning.Ordering;

/// <summary>The load balancers, one by one; the endpoint that clients use is asked when all of them are there.</summary>
internal static class BalancerSteps
{
    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject)
    {
        if (subject.Plan.Balancer is not { } balancer)
            return [];
        if (subject.Plan.External is not null)
            return [External(subject)];
        var hosts = subject.Plan.With(HostRole.LoadBalancer).ToArray();
        var batches = Batches(subject, hosts).ToArray();
        return batches.Select(batch => Of(subject, balancer, batch, isLast: batch == batches[^1]));
    }

    // One that others use changes alone. On loopback it serves only its own node, so those of the workers change in batches.
    private static IEnumerable<HostPlan[]> Batches(RolloutSubject subject, HostPlan[] hosts)
    {
        var together = hosts.Where(host => subject.Plan.IsNodeLocal && host.Is(HostRole.Worker)).ToArray();
        return hosts.Except(together).Select(host => new[] { host })
            .Concat(together.GroupBy(Changing).SelectMany(same => same.Chunk(subject.Plan.Pace.WorkerBatch.Of(together.Length))));
    }

    // Clients on masters use the endpoint too: some load balancers lead no target back to itself.
    private static RolloutStep External(RolloutSubject subject) => RolloutSubject.Step(
        Phase.LoadBalancer,
        $"external load balancer: every master reaches a kube-apiserver through {subject.Plan.Client}",
        [
            StepLine.Ask(subject.ClientReady(), StepLine.All),
            .. subject.NewMasters.Select(master => StepLine.Ask(subject.ClientReady() with { Host = master.Name })),
        ]) with
    {
        Advice = PhaseAdvice.ExternalLoadBalancer,
    };

    private static RolloutStep Of(RolloutSubject subject, BalancerPlan balancer, HostPlan[] hosts, bool isLast) => RolloutSubject.Step(
        Phase.LoadBalancer,
        $"{ManyNames.Of([.. hosts.Select(host => host.Name)])}: {Changing(hosts[0])}",
        [
            .. hosts.Select(host => StepLine.Do(Delivery(subject, host))),
            .. hosts.SelectMany(host => Asked(subject, balancer, host)),
            .. isLast ? Whole(subject, hosts[^1]) : [],
            .. hosts.Select(host => StepLine.Undo(new Rollback(host.Name, RollbackTarget.Step), host.Name)),
        ]);

    private static string Changing(HostPlan host) =>
        $"place its configuration, test it, {Replacing(host)}start or {(Restarts(host) ? "restart" : "reload")} "
            + string.Join(" and ", host.BalancerUnits);

    private static Deliver Delivery(RolloutSubject subject, HostPlan host) =>
        new(
            host.Name,
            DeliveryGroup.LoadBalancer,
            [.. host.ReplacedUnits, .. host.BalancerUnits],
            Restarts(host) ? UnitAction.Restart : UnitAction.Reload,
            Source: null,
            [.. Parts(subject, host)])
        {
            Tested = [.. host.BalancerUnits.Select(Configuration)],
            Stopped = host.ReplacedUnits,
        };

    private static IEnumerable<StepLine> Asked(RolloutSubject subject, BalancerPlan balancer, HostPlan host) =>
    [
        .. balancer.Upstream.Select(master =>
            StepLine.Ask(new Connects(host.Name, subject.Seconds, master.Endpoint.Host.Text, master.Endpoint.Port.ToString()))),
        StepLine.Ask(subject.ReadyThrough(host), host.Name),
    ];

    // Only when all are there.
    private static IEnumerable<StepLine> Whole(RolloutSubject subject, HostPlan last)
    {
        foreach (var gate in VipGates(subject))
            yield return StepLine.Ask(gate);
        yield return StepLine.Ask(subject.ClientReady(), last.Name);
    }

    /// <summary>Whether exactly one host has the VIP; none where there is no VIP.</summary>
    internal static IEnumerable<Gate> VipGates(RolloutSubject subject) =>
        subject.Plan.Balancer is { Vip: { } vip } balancer
            ? subject.Plan.With(HostRole.LoadBalancer).Select(host => new VipHeld(
                host.Name,
                subject.Seconds,
                vip.Address.ToString(),
                balancer.Port.ToString(),
                [.. subject.Plan.With(HostRole.LoadBalancer).Where(other => other != host).Select(other => other.Address.Text)]))
            : [];

    private static IEnumerable<DeliveryPart> Parts(RolloutSubject subject, HostPlan host)
    {
        foreach (var part in subject.Parts(host, DeliveryGroup.LoadBalancer))
            yield return part;
        if (host.BalancerUnits.Any(unit => BalancerProgram.OfUnit(unit)?.Separate == unit))
            yield return DeliveryPart.DaemonReload;
    }

    private static string Configuration(string unit) => BalancerProgram.OfUnit(unit)?.ConfigurationOf(unit)
        ?? throw new ArgumentException($"{unit} is not a unit of a load balancer", nameof(unit));

    // A running nginx does not give up an address that it listens on.
    private static bool Restarts(HostPlan host) =>
        host.ListensElsewhere && host.BalancerUnits.Any(unit => BalancerProgram.OfUnit(unit) == BalancerProgram.Nginx);

    private static string Replacing(HostPlan host) =>
        host.ReplacedUnits.IsEmpty ? "" : $"stop {string.Join(" and ", host.ReplacedUnits)}, ";
}
