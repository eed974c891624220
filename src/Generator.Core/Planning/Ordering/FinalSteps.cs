using System.Collections.Immutable;
using Generator.Core.Planning.Plans;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Gates;

namespace Generator.Core.Planning.Ordering;

/// <summary>The final checks: is everything where it should be, and which clients still use the source master alone?</summary>
internal static class FinalSteps
{
    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject)
    {
        yield return RolloutSubject.Step(
            Phase.Final,
            "Check the whole cluster, and list which clients still use the source master alone",
            [
                .. Gates(subject).Select(gate => StepLine.Ask(gate, StepLine.Whole)),
                .. Undone(subject).Select(gate => StepLine.Undone(gate, StepLine.Whole)),
            ]);
    }

    internal static EtcdQuorum EtcdQuorum(ClusterPlan plan) =>
        new(plan.Source.Name, 0, plan.Etcd.Ca, plan.Etcd.Certificate, plan.Etcd.Key, [.. plan.Etcd.Endpoints.Select(member => member.ToString())]);

    private static IEnumerable<Gate> Gates(RolloutSubject subject)
    {
        var (plan, source) = (subject.Plan, subject.Source);
        ImmutableArray<string> masters = [.. plan.Hosts.Where(host => host.IsMaster).Select(host => host.Address.Text)];
        var balancers = plan.With(HostRole.LoadBalancer).Select(host => host.Address.Text).Except(masters);
        yield return subject.ClientReady();
        // Where nodes have load balancers of their own, nothing before this has used the endpoint of people.
        if (plan.IsNodeLocal)
            yield return new Ready(source, subject.Seconds, $"{plan.People}/readyz", plan.ClusterCa);
        foreach (var gate in BalancerSteps.VipGates(subject))
            yield return gate;
        yield return new ServiceEndpoints(source, subject.Seconds, masters);
        yield return new AllNodesReady(source, subject.Seconds);
        if (!plan.Departures.IsEmpty && !plan.Etcd.Endpoints.IsEmpty)
            yield return EtcdQuorum(plan);
        yield return new StillConnected(source, 0, plan.ApiserverPort.ToString(), [.. masters, .. balancers, .. ExternalAddress(plan)]);
        foreach (var host in plan.Hosts.Where(host => host.FormerPort is not null))
            yield return new StillConnected(host.Name, 0, $"{host.FormerPort}", []);
    }

    // Its own address is the only one that is known of those from which it connects.
    private static IEnumerable<string> ExternalAddress(ClusterPlan plan) =>
        plan.External is not null && plan.Client.Host.Address is { } address ? [address.Text] : [];

    private static IEnumerable<Gate> Undone(RolloutSubject subject) =>
    [
        .. subject.NewMasters.IsEmpty ? [] : TakeoverSteps.LeaseNames.Select(lease => new LeaseRenewed(subject.Source, subject.Seconds, lease)),
        new AllNodesReady(subject.Source, subject.Seconds),
    ];
}
