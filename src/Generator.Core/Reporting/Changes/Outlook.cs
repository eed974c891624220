using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reporting.Changes;

/// <summary>The effect of a change on the cluster, in sentences for its reviewer.</summary>
/// <param name="Api">How many kube-apiservers answer before, during and after.</param>
/// <param name="Watches">The connections that are cut, and those that stay.</param>
/// <param name="Etcd">The quorum before and after.</param>
/// <param name="Rollback">The steps to roll back.</param>
/// <param name="Warnings">The parts that need attention, if any.</param>
public sealed record Outlook(
    ImmutableArray<string> Api,
    ImmutableArray<string> Watches,
    ImmutableArray<string> Etcd,
    ImmutableArray<string> Rollback,
    ImmutableArray<string> Warnings)
{
    /// <summary>The outlook of a change.</summary>
    internal static Outlook Of(Delivery before, Delivery after, ImmutableArray<ServiceEffect> effects) => new(
        [.. ApiOutlook.Of(before, after, effects)],
        [.. WatchOutlook.Of(effects)],
        [.. EtcdOutlook.Of(before.Topology, after.Topology)],
        [.. RollbackOutlook.Of(before, after, effects)],
        [.. ChangeWarnings.Of(before, after, effects)]);

    /// <summary>The endpoint that clients use: the load balancer's, or the only master.</summary>
    internal static string ClientEndpoint(Topology topology) => topology.LoadBalancer is { } balancer
        ? balancer.IsNodeLocal
            ? $"{balancer.ForNodes.Authority} on every node and {balancer.ForPeople(topology.Apiserver.Port.Value).Authority} elsewhere"
            : $"{balancer.Endpoint}:{balancer.Port}"
        : string.Create(CultureInfo.InvariantCulture, $"{topology.Masters[0].Host.Address.Value.Bracketed}:{topology.Apiserver.Port}");
}
