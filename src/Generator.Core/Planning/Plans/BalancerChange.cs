using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Planning.Plans;

/// <summary>The programs that a host which stays a load balancer no longer runs.</summary>
/// <param name="Replaced">The units of a program in whose place another one balances, on the same port.</param>
/// <param name="Left">The units that nothing replaces: those of a VIP that leaves.</param>
internal sealed record BalancerChange(ImmutableArray<string> Replaced, ImmutableArray<string> Left)
{
    /// <summary>All of them.</summary>
    internal ImmutableArray<string> All => [.. Replaced, .. Left];

    /// <summary>What changes on a host; nothing on one that was none.</summary>
    internal static BalancerChange On(Delivery before, HostPlan host) =>
        before.Hosts.FirstOrDefault(old => old.IsBalancer && old.Name == host.Name && old.Address == host.Address.Text) is { } same
            ? On(same, host)
            : new BalancerChange([], []);

    /// <summary>What changes on a host, which is a load balancer before and after.</summary>
    internal static BalancerChange On(DeliveryHost before, HostPlan host)
    {
        if (!host.Is(HostRole.LoadBalancer))
            return new BalancerChange([], []);
        var gone = before.Units.Where(unit => unit.Group == "load-balancer").Select(unit => unit.Name)
            .Where(unit => !host.BalancerUnits.Contains(unit))
            .ToLookup(unit => BalancerProgram.OfUnit(unit) != BalancerProgram.Keepalived || host.VipUnit is not null);
        return new BalancerChange([.. gone[true]], [.. gone[false]]);
    }
}
