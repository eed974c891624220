using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Planning.Plans.Faults;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Model;

namespace Generator.Core.Planning.Plans;

/// <summary>Changes of a VIP that one rollout cannot make: in between, two machines would have one address.</summary>
internal static class VipChange
{
    internal static IEnumerable<Diagnostic> Faults(Delivery before, ClusterPlan plan)
    {
        var (was, now) = (before.Topology.LoadBalancer?.Vip, plan.Balancer?.Vip);
        var isShared = before.Hosts.Any(old => old.IsBalancer && plan.With(HostRole.LoadBalancer).Any(host => host.Address.Text == old.Address));
        if (was is not null && now is not null && isShared && NameOf(was) != NameOf(now))
            yield return VipMoved.At(now.At, NameOf(was), NameOf(now));
        else if (was is not null && now is not null && !isShared && was.Address.Value == now.Address.Value)
            yield return AddressOfTwo.At(now.At, now.Address.Value, "the VIP of the load balancers that leave");
        else if (now is not null && before.Hosts.FirstOrDefault(old => old.Address == now.Address.Value.Text) is { } leaving)
            yield return AddressOfTwo.At(now.At, now.Address.Value, $"the address of {leaving.Name}, which leaves");
        else if (was is not null && plan.Resolved.Hosts.FirstOrDefault(host => host.Address.Value == was.Address.Value) is { } host)
            yield return AddressOfTwo.At(host.Address.At, was.Address.Value, "the VIP before this change");
    }

    private static string NameOf(VirtualAddress vip) => $"{vip.Address} with the router number {vip.RouterId}";
}
