using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reporting.Changes;

/// <summary>The parts of a change that need attention.</summary>
internal static class ChangeWarnings
{
    internal static IEnumerable<string> Of(Delivery before, Delivery after, ImmutableArray<ServiceEffect> effects)
    {
        var (old, now) = (before.Topology, after.Topology);
        if (ApiOutlook.Least(before, after, effects) == 0)
            yield return "the API is unavailable for about 65 s while the only kube-apiserver restarts";
        foreach (var line in FailureOutlook.Of(before.Failures, after.Failures))
            yield return line;
        if (Outlook.ClientEndpoint(old) != Outlook.ClientEndpoint(now))
            yield return $"clients use {Outlook.ClientEndpoint(now)} instead of {Outlook.ClientEndpoint(old)}: inform clients that are not listed "
                + "here (people, pipelines, dashboards)";
        foreach (var line in Listening.Of(before, after))
            yield return line;
        foreach (var left in before.Hosts.Where(host => after.Find(host.Name)?.Address != host.Address && !after.LeadsAwayFrom(host)))
            yield return $"{left.Name} {(after.Find(left.Name) is null ? "" : $"({left.Address}) ")}is no longer in the topology. This rollout "
                + "changes nothing there: its services keep running unless an earlier rollout stopped them";
        if (now.Masters.Length < old.Masters.Length && now.Masters.Length < 3)
            yield return $"{Counted.Of(now.Masters.Length, "master")} left: "
                + (now.Masters.Length == 1 ? "the control plane is no longer highly available" : "while one is in maintenance, only one is left");
        foreach (var (member, host) in EtcdOutlook.OnLeavingHosts(old, now))
            yield return $"the etcd member {member} is on {host}, which leaves: move the member before the machine is switched off";
        if (old.Source.Value != now.Source.Value)
            yield return $"the source master is {now.Source} instead of {old.Source}: files for new masters are copied from there";
        if (old.Kubernetes.Value != now.Kubernetes.Value)
            yield return $"kubernetes is {now.Kubernetes} instead of {old.Kubernetes}: haplane uses it only for checks and upgrades nothing";
        foreach (var restart in effects.Where(effect => effect is { Group: "load-balancer", Effect: Effect.Restart }))
            yield return $"{restart.Unit} on {restart.Host} restarts: every connection through it is cut";
        foreach (var replaced in after.Hosts.Where(host => before.Find(host.Name) is { } was && was.Address != host.Address))
            yield return $"{replaced.Name} is a new machine: {before.Find(replaced.Name)?.Address} leaves, {replaced.Address} joins";
    }
}
