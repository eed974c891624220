using System.Collections.Immutable;
using Generator.Core.Artefacts;
using Generator.Core.Planning;

namespace Generator.Core.Ordering;

/// <summary>The load balancers, one by one; the endpoint that clients use is asked when all of them are there.</summary>
internal static class BalancerSteps
{
    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject)
    {
        if (subject.Plan.Balancer is not { } balancer)
            return [];
        var hosts = subject.Plan.With(HostRole.LoadBalancer).ToArray();
        return hosts.Select(host => Of(subject, balancer, host, host.BalancerUnit ?? NginxUnit.Shared, isLast: host == hosts[^1]));
    }

    private static RolloutStep Of(RolloutSubject subject, BalancerPlan balancer, HostPlan host, string unit, bool isLast) => RolloutSubject.Step(
        Phase.LoadBalancer,
        $"{host.Name}: place its configuration, test it, start or reload {unit}",
        [
            .. subject.Delivery(host, DeliveryGroup.LoadBalancer),
            new RolloutAction(host.Name, Verb.TestNginx, NginxUnit.ConfigurationOf(unit)),
            .. unit == NginxUnit.Separate ? [new RolloutAction(host.Name, Verb.DaemonReload)] : ImmutableArray<RolloutAction>.Empty,
            new RolloutAction(host.Name, Verb.Enable, unit),
            new RolloutAction(host.Name, Verb.StartOrReload, unit),
        ],
        [
            .. balancer.Upstream.Select(master => new Gate(host.Name, Question.Connects, subject.Seconds, master.Endpoint.Host.Text, master.Endpoint.Port.ToString())),
            new Gate(subject.Plan.Source.Name, Question.ReadyThrough, subject.Seconds, $"{subject.Plan.Client}/readyz", host.Address.Text, subject.Plan.ClusterCa),
            .. isLast ? [ClientReady(subject)] : ImmutableArray<Gate>.Empty,
        ]);

    private static Gate ClientReady(RolloutSubject subject) =>
        new(subject.Plan.Source.Name, Question.Ready, subject.Seconds, $"{subject.Plan.Client}/readyz", subject.Plan.ClusterCa);
}
