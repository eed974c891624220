using Generator.Core.Deliveries;
using Generator.Core.Diagnostics;
using Generator.Core.Model;
using Generator.Core.Values;

namespace Generator.Core.Planning;

/// <summary>What it takes to come from an earlier state: who leaves, what stands in edited files by now, which port still has clients.</summary>
internal static class Transition
{
    /// <summary>The plan with its way from an earlier state; unchanged where there is none.</summary>
    /// <param name="before">The earlier state.</param>
    /// <param name="plan">The plan.</param>
    /// <returns>An error where the earlier state is none of this cluster, or cannot be left in one go.</returns>
    internal static Outcome<ClusterPlan> From(Delivery? before, ClusterPlan plan)
    {
        if (before is null)
            return Outcome.Of(plan, []);
        var faults = Faults(before, plan).ToArray();
        return faults.Length > 0 ? Outcome.Of<ClusterPlan>(null, faults) : Outcome.Of(Prepared(before, plan), []);
    }

    private static ClusterPlan Prepared(Delivery before, ClusterPlan plan)
    {
        var departures = new Departures(before, plan.Hosts, plan.Etcd).All();
        return plan with
        {
            Hosts = [.. plan.Hosts.Select(host => JoinedIdentity.In(EarlierLines.In(host, before, plan.Source.Name), before, plan) with { FormerPort = FormerPort(before, plan, host) })],
            Departures = departures,
            EtcdOutlook = departures.IsEmpty ? [] : [.. EtcdOutlook.Of(before.Topology, plan.Resolved)],
        };
    }

    private static Port? FormerPort(Delivery before, ClusterPlan plan, HostPlan host) =>
        host.Is(HostRole.LoadBalancer)
        && before.Hosts.Any(old => old.IsBalancer && old.Address == host.Address.Text)
        && before.Topology.LoadBalancer?.Port.Value is { } port && port != plan.Balancer?.Port
            ? port
            : null;

    private static IEnumerable<Diagnostic> Faults(Delivery before, ClusterPlan plan)
    {
        if (before.Topology.Cluster.Value != plan.Resolved.Cluster.Value)
        {
            yield return Fault(
                "FRM001",
                $"--from is a state of the cluster {before.Topology.Cluster}, and this is {plan.Name}",
                plan.Resolved.Cluster.At,
                "name an earlier out/ of this cluster, such as git:HEAD~1:out");
            yield break;
        }

        foreach (var (host, old) in Kept(before, plan.Resolved))
        {
            if (old.Name != host.Name.Value.Text)
            {
                yield return Fault(
                    "FRM002",
                    $"{host.Address} was called {old.Name}, and is {host.Name} now",
                    host.Name.At,
                    $"keep the name {old.Name}; a machine gets another name by leaving and coming back: two builds, two rollouts");
            }
            else if (plan.Hosts.First(now => now.Name == old.Name) is var now && (old.IsMaster ? !now.IsMaster : now.IsMaster && old.NodeName.Length > 0))
            {
                yield return Fault(
                    "FRM003",
                    $"{old.Name} was {(old.IsMaster ? "a master" : "a worker")} and is {(now.IsMaster ? "a master" : "no master")} now",
                    host.At,
                    "take it out first, with a build and a rollout of their own; then add it again as what it is to be");
            }
        }
    }

    private static IEnumerable<(Host Host, DeliveryHost Before)> Kept(Delivery before, Topology now) =>
        from host in now.Hosts.DistinctBy(host => host.Address.Value)
        from old in before.Hosts
        where old.Address == host.Address.Value.Text
        select (host, old);

    private static Diagnostic Fault(string code, string message, Location at, string hint) => Diagnostic.Error(code, message, at, hint);
}
