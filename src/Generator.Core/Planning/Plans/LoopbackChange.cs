using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Planning.Plans.Faults;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>
/// Load balancers that change between loopback and an address of their host on the same port: the old socket closes before the clients have moved.
/// On loopback and every other address together, or on another port, both stay open.
/// </summary>
internal static class LoopbackChange
{
    internal static IEnumerable<Diagnostic> Faults(Delivery before, ClusterPlan plan)
    {
        if (plan.Resolved.LoadBalancer is not { } balancer || !ListenChange.IsSamePort(before, plan))
            return [];
        return plan.With(HostRole.LoadBalancer)
            .Where(host => Closes(ListenChange.Before(before, plan, host), host.Listen))
            .Take(1)
            .Select(host => SocketClosed.At(balancer.Port.At, host.Name, balancer.Port.Value, host.Listen?.Only));
    }

    private static bool Closes(BalancerListen? then, BalancerListen? now) =>
        then is not null && now?.Only is { } only && only != then.Only && (only.IsLoopback || then.Only is { IsLoopback: true });
}
