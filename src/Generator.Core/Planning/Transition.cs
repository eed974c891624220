using System.Collections.Immutable;
using Generator.Core.Deliveries;
using Generator.Core.Diagnostics;
using Generator.Core.Model;
using Generator.Core.Values;

namespace Generator.Core.Planning;

/// <summary>What it takes to come from an earlier state: who leaves, what stands in edited files by now, which port still has clients.</summary>
internal static class Transition
{
    /// <summary>The plan with its way from an earlier state; unchanged where there is none, or nothing of it leaves or moves.</summary>
    /// <param name="earlier">What the hosts have, or may have.</param>
    /// <param name="plan">The plan.</param>
    /// <returns>An error where the earlier state is none of this cluster, or cannot be left in one go.</returns>
    internal static Outcome<ClusterPlan> From(EarlierResults? earlier, ClusterPlan plan)
    {
        if (earlier is null)
            return Outcome.Of(plan, []);
        Diagnostic[] faults =
        [
            .. new[] { earlier.Former, earlier.Current }.OfType<EarlierResult>().SelectMany(state => Faults(state.Delivery, plan)).DistinctBy(fault => (fault.Code, fault.Message)),
        ];
        return faults.Length > 0 ? Outcome.Of<ClusterPlan>(null, faults) : Led(earlier, plan);
    }

    private static Outcome<ClusterPlan> Led(EarlierResults earlier, ClusterPlan plan)
    {
        var current = Prepared(earlier.Current, plan);
        var fromCurrent = Leftovers.Of(current, plan);
        if (earlier.Former is not { } former)
            return Outcome.Of(fromCurrent.IsEmpty ? plan : Noted(current, fromCurrent), Note(current, fromCurrent));
        var prepared = Prepared(former, plan);
        var fromFormer = Leftovers.Of(prepared, plan);
        var uncovered = fromCurrent.Except(fromFormer).ToArray();
        return uncovered switch
        {
            [] => Outcome.Of(Noted(prepared, fromFormer), Note(prepared, fromFormer)),
            _ when fromFormer.IsEmpty => Outcome.Of(Noted(current, fromCurrent), Note(current, fromCurrent)),
            _ => Outcome.Of<ClusterPlan>(null, [TwoWays(plan, uncovered)]),
        };
    }

    private static ClusterPlan Noted(ClusterPlan plan, ImmutableArray<Leftover> leftovers) =>
        plan with { Leaving = [.. leftovers.Select(leftover => leftover.What).Where(what => what.Length > 0).Distinct()] };

    private static Diagnostic[] Note(ClusterPlan plan, ImmutableArray<Leftover> leftovers) => leftovers.IsEmpty ? [] :
    [
        new Diagnostic(
            "FRM006",
            Severity.Note,
            $"the hosts have more than the topology says: {string.Join("; ", Noted(plan, leftovers).Leaving)}",
            plan.Resolved.Cluster.At,
            "former/ keeps it, and the rollout leads away from it; when that rollout is done, run \"haplane build --done\""),
    ];

    private static Diagnostic TwoWays(ClusterPlan plan, Leftover[] uncovered) => Fault(
        "FRM004",
        $"the output that is replaced still leads away from an earlier one (former/), and now more would be left behind: {string.Join("; ", uncovered.Select(leftover => leftover.What).Where(what => what.Length > 0).Distinct())}",
        plan.Resolved.Cluster.At,
        "roll the replaced output out and run \"haplane build --done\"; where it was never rolled out, restore the one before it, for example with \"git checkout HEAD -- out\"");

    private static ClusterPlan Prepared(EarlierResult earlier, ClusterPlan plan)
    {
        var before = earlier.Delivery;
        var departures = new Departures(before, plan.Hosts, plan.Etcd).All();
        return plan with
        {
            Hosts = [.. plan.Hosts.Select(host => JoinedIdentity.In(EarlierLines.In(host, before, plan.Source.Name), before, plan) with { FormerPort = FormerPort(before, plan, host) })],
            Departures = departures,
            EtcdOutlook = departures.IsEmpty ? [] : [.. EtcdOutlook.Of(before.Topology, plan.Resolved)],
            Former = earlier.Files,
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
                $"the output that is replaced is of the cluster {before.Topology.Cluster}, and this is {plan.Name}",
                plan.Resolved.Cluster.At,
                "pass another folder with -o; where that output was never rolled out, remove it and build again");
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
                    $"keep the name {old.Name}; a machine gets another name by leaving and coming back: two rollouts, each ended with \"haplane build --done\". Where the output was never rolled out, remove it");
            }
            else if (plan.Hosts.First(now => now.Name == old.Name) is var now && (old.IsMaster ? !now.IsMaster : now.IsMaster && old.NodeName.Length > 0))
            {
                yield return Fault(
                    "FRM003",
                    $"{old.Name} was {(old.IsMaster ? "a master" : "a worker")} and is {(now.IsMaster ? "a master" : "no master")} now",
                    host.At,
                    "take it out first, roll that out and run \"haplane build --done\"; then add it again as what it is to be. Where the output was never rolled out, remove it");
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
