using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Deliveries;
using Generator.Core.Model;

namespace Generator.Core.Changes;

/// <summary>What a change means for the cluster, in sentences for the person who approves it.</summary>
/// <param name="Api">How many apiservers answer before, meanwhile and afterwards.</param>
/// <param name="Watches">Which connections are cut, and which stay.</param>
/// <param name="Etcd">The quorum before and afterwards.</param>
/// <param name="Rollback">What it takes to go back.</param>
/// <param name="Warnings">What deserves a second look; none where nothing does.</param>
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

    /// <summary>What clients use: the load balancer's endpoint, or the only master.</summary>
    internal static string ClientEndpoint(Topology topology) => topology.LoadBalancer is { } balancer
        ? $"{balancer.Endpoint}:{balancer.Port}"
        : string.Create(CultureInfo.InvariantCulture, $"{topology.Masters[0].Host.Address.Value.Bracketed}:{topology.Apiserver.Port}");
}
