using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans.Faults;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Model;

namespace Generator.Core.Planning.Plans;

/// <summary>The transition from an earlier state: hosts that leave, lines that edited files contain now, ports that still have clients.</summary>
internal static class Transition
{
    /// <summary>The plan with its transition from an earlier state; unchanged if there is none, or if nothing leaves or moves.</summary>
    /// <param name="earlier">What the hosts have, or may have.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="stays">Whether a file that haplane has written stays when its host leaves.</param>
    /// <returns>An error where the earlier state is none of this cluster, or cannot be left in one go.</returns>
    internal static Outcome<ClusterPlan> From(EarlierResults? earlier, ClusterPlan plan, Func<string, bool> stays)
    {
        if (earlier is null)
            return Outcome.Of(plan, []);
        Diagnostic[] faults =
        [
            .. new[] { earlier.Former, earlier.Current }.OfType<EarlierResult>()
                .SelectMany(state => Faults(state.Delivery, plan))
                .DistinctBy(fault => (fault.Code, fault.Message)),
        ];
        return faults.Length > 0 ? Outcome.Of<ClusterPlan>(null, faults) : Led(earlier, ListenChange.In(plan, earlier), stays);
    }

    private static Outcome<ClusterPlan> Led(EarlierResults earlier, ClusterPlan plan, Func<string, bool> stays)
    {
        var current = Prepared(earlier.Current, plan, stays);
        var fromCurrent = Leftovers.Of(current, plan);
        if (earlier.Former is not { } former)
            return Outcome.Of(fromCurrent.IsEmpty ? plan : Noted(current, fromCurrent), Note(current, fromCurrent));
        var prepared = Prepared(former, plan, stays);
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

    private static Diagnostic[] Note(ClusterPlan plan, ImmutableArray<Leftover> leftovers) =>
        leftovers.IsEmpty ? [] : [LeadsAway.At(plan.Resolved.Cluster.At, Noted(plan, leftovers).Leaving)];

    private static Diagnostic TwoWays(ClusterPlan plan, Leftover[] uncovered) =>
        TwoTransitions.At(plan.Resolved.Cluster.At, uncovered.Select(leftover => leftover.What).Where(what => what.Length > 0).Distinct());

    private static ClusterPlan Prepared(EarlierResult earlier, ClusterPlan plan, Func<string, bool> stays)
    {
        var before = earlier.Delivery;
        var departures = new Departures(before, plan, stays).All();
        return plan with
        {
            Hosts = [
                .. plan.Hosts.Select(host => JoinedIdentity.In(EarlierLines.In(host, before, plan.Source.Name), before, plan) with
                {
                    FormerPort = FormerPort(before, plan, host),
                    FormerListen = FormerPort(before, plan, host) is null ? null : ListenChange.Before(before, plan, host),
                    ReplacedUnits = [.. BalancerChange.On(before, host).Replaced],
                }),
            ],
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
            yield return OtherCluster.At(plan.Resolved.Cluster.At, before.Topology.Cluster.Value.Text, plan.Name);
            yield break;
        }

        foreach (var fault in VipChange.Faults(before, plan))
            yield return fault;
        foreach (var fault in LoopbackChange.Faults(before, plan))
            yield return fault;
        foreach (var (host, old) in Kept(before, plan.Resolved))
        {
            if (old.Name != host.Name.Value.Text)
                yield return HostRenamed.At(host.Name.At, host.Address.Value.Text, old.Name, host.Name.Value.Text);
            else if (
                plan.Hosts.First(now => now.Name == old.Name) is var now && (old.IsMaster ? !now.IsMaster : now.IsMaster && old.NodeName.Length > 0))
                yield return RoleChanged.At(host.At, old.Name, old.IsMaster);
            else if (now.IsMaster && !old.IsMaster && old.IsBalancer && before.Topology.LoadBalancer?.Port.Value == plan.ApiserverPort)
                yield return PortStillServed.At(host.At, old.Name, plan.ApiserverPort);
        }
    }

    private static IEnumerable<(Host Host, DeliveryHost Before)> Kept(Delivery before, Topology now) =>
        from host in now.Hosts.DistinctBy(host => host.Address.Value)
        from old in before.Hosts
        where old.Address == host.Address.Value.Text
        select (host, old);
}
