using System.Collections.Immutable;
using Generator.Core.Planning;

namespace Generator.Core.Ordering;

/// <summary>The load balancers, one by one.</summary>
internal static class BalancerSteps
{
    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject)
    {
        if (subject.Plan.Balancer is not { } balancer)
            return [];
        return subject.Plan.With(HostRole.LoadBalancer).Select(host => Of(subject, balancer, host, host.BalancerUnit ?? NginxUnit.Shared));
    }

    private static RolloutStep Of(RolloutSubject subject, BalancerPlan balancer, HostPlan host, string unit) => RolloutSubject.Step(
        Phase.LoadBalancer,
        $"{host.Name}: place its configuration, test it, start or reload {unit}",
        [
            .. subject.Delivery(host),
            new RolloutAction(host.Name, Verb.TestNginx, NginxUnit.ConfigurationOf(unit)),
            .. unit == NginxUnit.Separate ? [new RolloutAction(host.Name, Verb.DaemonReload)] : ImmutableArray<RolloutAction>.Empty,
            new RolloutAction(host.Name, Verb.Enable, unit),
            new RolloutAction(host.Name, Verb.StartOrReload, unit),
        ],
        [
            new Gate(host.Name, Question.Ready, subject.Seconds, $"https://{host.Address.Bracketed}:{balancer.Port}/readyz"),
            new Gate(subject.Plan.Source.Name, Question.Ready, subject.Seconds, $"{subject.Plan.Client}/readyz"),
        ]);
}
