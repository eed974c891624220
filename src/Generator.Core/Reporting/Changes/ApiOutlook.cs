using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Reporting.Changes;

/// <summary>How many kube-apiservers answer before, during and after a change.</summary>
internal static class ApiOutlook
{
    internal static IEnumerable<string> Of(Delivery before, Delivery after, ImmutableArray<ServiceEffect> effects)
    {
        var (old, now) = (before.Topology.Masters.Length, after.Topology.Masters.Length);
        yield return $"before: {Behind(before, old)}";
        yield return $"during: {During(before, after, effects)}";
        yield return $"after: {Behind(after, now)}";
    }

    /// <summary>The smallest number of kube-apiservers that answer during a change.</summary>
    internal static int Least(Delivery before, Delivery after, ImmutableArray<ServiceEffect> effects)
    {
        var kept = before.Hosts.Count(host => host.IsMaster && after.Find(host.Name) is { IsMaster: true } same && same.Address == host.Address);
        // Masters leave after the new ones have joined. Masters restart one at a time.
        var present =
            kept + after.Hosts.Count(host => host.IsMaster && !(before.Find(host.Name) is { IsMaster: true } same && same.Address == host.Address));
        var smallest = Math.Min(before.Topology.Masters.Length, present);
        return RestartsOf(effects).Any() ? Math.Max(0, smallest - 1) : smallest;
    }

    /// <summary>The kube-apiservers that restart.</summary>
    internal static IEnumerable<ServiceEffect> RestartsOf(ImmutableArray<ServiceEffect> effects) =>
        effects.Where(effect => effect.Effect == Effect.Restart && IsApiserver(effect));

    internal static bool IsApiserver(ServiceEffect effect) =>
        effect.Group == "control-plane" && effect.Unit.Contains("apiserver", StringComparison.Ordinal);

    private static string Behind(Delivery delivery, int masters) =>
        delivery.Topology.LoadBalancer is null && masters == 1
            ? $"1 kube-apiserver, {Outlook.ClientEndpoint(delivery.Topology)}"
            : $"{Counted.Of(masters, "kube-apiserver")} behind {Outlook.ClientEndpoint(delivery.Topology)}";

    private static string During(Delivery before, Delivery after, ImmutableArray<ServiceEffect> effects) => Least(before, after, effects) switch
    {
        0 => "none for about 65 s while the only kube-apiserver restarts; pods keep running",
        var least => $"at least {least} at any time",
    };
}
