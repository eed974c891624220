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
        Delivery[] states = [.. new[] { earlier.Former, earlier.Current }.OfType<EarlierResult>().Select(state => state.Delivery)];
        return plan with
        {
            Hosts = [
                .. plan.Hosts.Select(host => host with
                {
                    ListensElsewhere = host.Listen is { } now
                        && states.Any(before => IsSamePort(before, plan) && Before(before, plan, host) is { } then && then.Only != now.Only)
                }),
            ]
        };
    }

    /// <summary>Where the load balancer of a host listened before; null if it was none.</summary>
    internal static BalancerListen? Before(Delivery before, ClusterPlan plan, HostPlan host)
    {
        if (before.Topology.LoadBalancer is not { } balancer
            || balancer.Hosts.FirstOrDefault(other => other.Name.Value.Text == host.Name && other.Address.Value == host.Address) is not { } same)
            return null;
        var installations = plan.Hosts.Where(other => other.Captured is not null)
            .ToImmutableSortedDictionary(
                other => other.Name, other => other.Captured ?? throw new InvalidOperationException(), StringComparer.Ordinal);
        return BalancerListen.Of(new Cluster(before.Topology, installations), balancer, same);
    }

    /// <summary>Whether the load balancers had the same port. Another port is another socket: both can be open.</summary>
    internal static bool IsSamePort(Delivery before, ClusterPlan plan) => before.Topology.LoadBalancer?.Port.Value == plan.Balancer?.Port;
}
