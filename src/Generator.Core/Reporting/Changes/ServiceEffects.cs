using System.Collections.Immutable;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Reporting.Changes;

/// <summary>Finds the effect on each service when one output replaces another: a service is affected if a file that it loads differs.</summary>
internal static class ServiceEffects
{
    private const string Node = "node";

    internal static ImmutableArray<ServiceEffect> Of(Delivery before, Delivery after, ImmutableArray<HostChange> hosts) =>
    [
        .. hosts.SelectMany(change => OfHost(change, before.Find(change.Host.Name), after)).OrderBy(effect => effect.Step?.Number ?? int.MaxValue),
    ];

    private static IEnumerable<ServiceEffect> OfHost(HostChange change, DeliveryHost? old, Delivery after)
    {
        if (change.Kind == ChangeKind.Removed)
            return after.LeadsAwayFrom(change.Host)
                ? change.Host.Units.Reverse().Select(unit => Stops(after, change.Host.Name, change.Host.Name, unit))
                : [];
        return change.Host.Units
            .Select(unit => OfUnit(change, unit, IsNew(change, old, unit), after))
            .OfType<ServiceEffect>()
            .Concat(old is null ? [] : Left(change.Host, old, after));
    }

    // On a machine that is replaced, everything stops; on one that stays, only units that it no longer has to run.
    private static IEnumerable<ServiceEffect> Left(DeliveryHost host, DeliveryHost old, Delivery after) => old.Address != host.Address
        ? !after.LeadsAwayFrom(old) ? [] : old.Units.Reverse()
            .Select(unit => Stops(after, Delivery.OldNameOf(host.Name), $"{host.Name} ({old.Address})", unit))
        : old.Units.Where(unit => host.Units.All(kept => kept.Name != unit.Name)).Select(unit => Stops(after, host.Name, host.Name, unit));

    private static ServiceEffect Stops(Delivery after, string planned, string shown, DeliveryUnit unit) =>
        new(shown, unit.Name, Effect.Stop, unit.Group, []) { Step = after.StepOf(planned, unit.Name) };

    // A worker runs before haplane knows it, so its agents do not start for the first time.
    private static bool IsNew(HostChange change, DeliveryHost? old, DeliveryUnit unit)
    {
        var isAnother = old is not null && old.Address != change.Host.Address;
        return old is null || isAnother
            ? !(change.Host.Roles.Contains("worker") && unit.Group == Node)
            : old.Units.All(known => known.Name != unit.Name);
    }

    private static ServiceEffect? OfUnit(HostChange change, DeliveryUnit unit, bool isNew, Delivery after)
    {
        var step = after.StepOf(change.Host.Name, unit.Name);
        if (isNew)
            return new ServiceEffect(change.Host.Name, unit.Name, Effect.Start, unit.Group, []) { Step = step };
        var causes = change.Files.Where(file => Affects(file, unit.Name)).ToArray();
        if (causes.Length == 0)
            return null;
        var isRestart = causes.Any(file => file.After?.Affects.Any(affected => affected.Unit == unit.Name && affected.Action == "restart") == true);
        return new ServiceEffect(
            change.Host.Name,
            unit.Name,
            isRestart ? Effect.Restart : Effect.Reload,
            unit.Group,
            [.. causes.Select(file => file.Path)])
        { Step = step };
    }

    private static bool Affects(FileChange file, string unit) =>
        file.After is { } after && after.Class != Foundation.Artefacts.FileClass.NeverCopied && after.Affects.Any(affected => affected.Unit == unit);
}
