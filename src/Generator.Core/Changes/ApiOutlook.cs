using System.Collections.Immutable;
using Generator.Core.Deliveries;
using Generator.Core.Values;

namespace Generator.Core.Changes;

/// <summary>How many apiservers answer before a change, meanwhile and afterwards.</summary>
internal static class ApiOutlook
{
    internal static IEnumerable<string> Of(Delivery before, Delivery after, ImmutableArray<ServiceEffect> effects)
    {
        var (old, now) = (before.Topology.Masters.Length, after.Topology.Masters.Length);
        yield return $"before: {Behind(before, old)}";
        yield return $"meanwhile: {Meanwhile(before, after, effects)}";
        yield return $"afterwards: {Behind(after, now)}";
    }

    /// <summary>How many apiservers answer at the least while a change is carried out.</summary>
    internal static int Least(Delivery before, Delivery after, ImmutableArray<ServiceEffect> effects)
    {
        var kept = before.Hosts.Count(host => host.IsMaster && after.Find(host.Name) is { IsMaster: true } same && same.Address == host.Address);
        // Masters that leave go when the new ones are there; one that restarts is away alone.
        var present = kept + after.Hosts.Count(host => host.IsMaster && !(before.Find(host.Name) is { IsMaster: true } same && same.Address == host.Address));
        var smallest = Math.Min(before.Topology.Masters.Length, present);
        return RestartsOf(effects).Any() ? Math.Max(0, smallest - 1) : smallest;
    }

    /// <summary>The apiservers that restart.</summary>
    internal static IEnumerable<ServiceEffect> RestartsOf(ImmutableArray<ServiceEffect> effects) =>
        effects.Where(effect => effect.Effect == Effect.Restart && IsApiserver(effect));

    internal static bool IsApiserver(ServiceEffect effect) => effect.Group == "control-plane" && effect.Unit.Contains("apiserver", StringComparison.Ordinal);

    private static string Behind(Delivery delivery, int masters) =>
        delivery.Topology.LoadBalancer is null && masters == 1
            ? $"1 apiserver, {Outlook.ClientEndpoint(delivery.Topology)}"
            : $"{Counted.Of(masters, "apiserver")} behind {Outlook.ClientEndpoint(delivery.Topology)}";

    private static string Meanwhile(Delivery before, Delivery after, ImmutableArray<ServiceEffect> effects) => Least(before, after, effects) switch
    {
        0 => "none for about 65 s while the only apiserver restarts; pods keep running",
        var least => $"at least {least} at any time",
    };
}
