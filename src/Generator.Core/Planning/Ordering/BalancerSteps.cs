using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
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
        return hosts.Select(host => Of(subject, balancer, host, host.BalancerUnit ?? NginxUnit.Shared, isLast: host == hosts[^1]));
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

    private static RolloutStep Of(RolloutSubject subject, BalancerPlan balancer, HostPlan host, string unit, bool isLast) => RolloutSubject.Step(
        Phase.LoadBalancer,
        $"{host.Name}: place its configuration, test it, start or {(host.ListensElsewhere ? "restart" : "reload")} {unit}",
        [
            StepLine.Do(new Deliver(
                host.Name,
                DeliveryGroup.LoadBalancer,
                [unit],
                host.ListensElsewhere ? UnitAction.Restart : UnitAction.Reload,
                Source: null,
                [.. subject.Parts(
                    host,
                    DeliveryGroup.LoadBalancer), .. unit == NginxUnit.Separate ? [DeliveryPart.DaemonReload] : ImmutableArray<DeliveryPart>.Empty],
                NginxUnit.ConfigurationOf(unit))),
            .. balancer.Upstream.Select(master =>
                StepLine.Ask(new Connects(host.Name, subject.Seconds, master.Endpoint.Host.Text, master.Endpoint.Port.ToString()))),
            StepLine.Ask(
                new ReadyThrough(subject.Source, subject.Seconds, $"{subject.Plan.ServedUrl}/readyz", host.Address.Text, subject.Plan.ClusterCa),
                host.Name),
            .. isLast ? [StepLine.Ask(subject.ClientReady(), host.Name)] : ImmutableArray<StepLine>.Empty,
            StepLine.Undo(new Rollback(host.Name, RollbackTarget.Step), host.Name),
        ]);
}
