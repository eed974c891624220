using System.Collections.Immutable;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>Finds the load balancers that listened on one address and will listen on all of them, or the other way round.</summary>
internal static class ListenChange
{
    /// <summary>The plan with those hosts marked.</summary>
    internal static ClusterPlan In(ClusterPlan plan, EarlierResults earlier)
    {
        var installations = plan.Hosts.Where(host => host.Captured is not null)
            .ToImmutableSortedDictionary(host => host.Name, host => host.Captured ?? throw new InvalidOperationException(), StringComparer.Ordinal);
        Delivery[] states = [.. new[] { earlier.Former, earlier.Current }.OfType<EarlierResult>().Select(state => state.Delivery)];
        return plan with
        {
            Hosts = [
                .. plan.Hosts.Select(host => host with
                {
                    ListensElsewhere = host.Listen is { } now
                        && states.Any(before => Before(before, installations, host) is { } then && then.Only != now.Only)
                }),
            ]
        };
    }

    // Another port is another socket, but the former one stays open for a time.
    private static BalancerListen? Before(
        Delivery before, ImmutableSortedDictionary<string, Installation> installations, HostPlan host) =>
        before.Topology.LoadBalancer is { } balancer
        && balancer.Hosts.FirstOrDefault(other => other.Name.Value.Text == host.Name && other.Address.Value == host.Address) is { } same
            ? BalancerListen.Of(new Cluster(before.Topology, installations), balancer, same)
            : null;
}
