using Generator.Core.Planning.Audits;
using Generator.Core.Planning.Plans;
using Generator.Core.Planning.Shapes;
using Generator.Core.Reading.Failures;
using Generator.Core.Rollout;

namespace Generator.Core.Planning.Ordering;

/// <summary>Puts the delivery of the artefacts into an order in which the cluster answers throughout. Each phase is a file of its own.</summary>
internal static class Orderer
{
    internal static OrderedRollout Order(AuditedSet set)
    {
        var subject = new RolloutSubject(set.Artefacts);
        var steps = Preparation.Of(subject)
            .Concat(ControlPlaneSteps.Of(subject))
            .Concat(BalancerSteps.Of(subject))
            .Concat(TakeoverSteps.Of(subject))
            .Concat(DepartureSteps.BeforeNodes(subject))
            .Concat(NodeSteps.Of(subject))
            .Concat(DepartureSteps.AfterNodes(subject))
            .Concat(FinalSteps.Of(subject));
        var plan = subject.Plan;
        var ordered = new RolloutPlan(
            plan.Name,
            plan.Source.Name,
            plan.Resolved.Layout.Kubectl.ToString(),
            [.. Masters(plan).Order(StringComparer.Ordinal)],
            [.. plan.EtcdOutlook.Select(line => $"etcd: {line}")],
            [.. plan.Reached.Select(host => Host(host.Name, host.Ssh, plan))],
            [.. steps.Select((step, index) => step.Numbered(index + 1))]);
        return new OrderedRollout(set, ordered, FailureTable.Of(PlannedShape.Of(set)));
    }

    // A rollout with another source has the same masters, and so the same locks.
    private static IEnumerable<string> Masters(ClusterPlan plan) =>
        plan.Hosts.Where(host => host.IsMaster).Select(host => host.Name)
            .Union(plan.Departures.Where(departure => departure is { IsMaster: true, IsWhole: true }).Select(departure => departure.Host));

    private static PlannedHost Host(string name, SshPlan ssh, ClusterPlan plan)
    {
        var departure = plan.Departures.FirstOrDefault(departure => departure.IsWhole && departure.Host == name);
        return new PlannedHost(
            name, ssh.User, PlanField.Of(ssh.Port), ssh.Address, ssh.Jump, ssh.HostKey, departure is not null, departure?.NodeName ?? "");
    }
}
