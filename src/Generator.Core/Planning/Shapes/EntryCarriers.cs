using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Shapes;

/// <summary>The hosts that can have the address of the endpoint that clients use.</summary>
internal static class EntryCarriers
{
    /// <summary>Their names; none if it is a name or an address of something that the topology does not know.</summary>
    internal static IEnumerable<string> Of(ClusterPlan plan)
    {
        var balancers = plan.With(HostRole.LoadBalancer).ToArray();
        // A name leads to the VIP, else there would be none.
        if (plan.Balancer?.Vip is { } vip && (plan.Client.Host.Address is not { } endpoint || endpoint == vip.Address.Value))
            return balancers.Select(host => host.Name);
        var moving = balancers
            .Where(host => host.Capture is { } capture && VrrpInstance.On(capture).Any(instance => instance.Carries(plan.Client.Host.Text)))
            .ToArray();
        // A host that was not captured may carry it, too.
        if (moving.Length > 0)
            return balancers.Where(host => host.Capture is null || moving.Contains(host)).Select(host => host.Name);
        return plan.Hosts.Where(host => host.Address == plan.Client.Host.Address || host.Name == plan.Client.Host.Text).Select(host => host.Name);
    }
}
