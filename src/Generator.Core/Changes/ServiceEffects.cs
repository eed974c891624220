using System.Collections.Immutable;
using Generator.Core.Deliveries;

namespace Generator.Core.Changes;

/// <summary>Tells what each service does when one result takes another's place: a service is touched where something that it loads differs.</summary>
internal static class ServiceEffects
{
    private const string ControlPlane = "control-plane";
    private const string Node = "node";

    internal static ImmutableArray<ServiceEffect> Of(Delivery before, Delivery after, ImmutableArray<HostChange> hosts) =>
    [
        .. hosts.SelectMany(change => OfHost(change, before.Find(change.Host.Name), after))
            .OrderBy(effect => effect.Stage)
            .ThenBy(effect => after.Find(effect.Host)?.IsSource == true),
    ];

    private static IEnumerable<ServiceEffect> OfHost(HostChange change, DeliveryHost? old, Delivery after)
    {
        if (change.Kind == ChangeKind.Removed)
            return after.LeadsAwayFrom(change.Host) ? change.Host.Units.Reverse().Select(unit => new ServiceEffect(Stage.Leaving, change.Host.Name, unit.Name, Effect.Stop, unit.Group, [])) : [];
        return change.Host.Units
            .Select(unit => OfUnit(change, unit, IsNew(change, old, unit)))
            .OfType<ServiceEffect>()
            .Concat(old is null ? [] : Left(change.Host, old, after));
    }

    // On the machine that another one replaces everything stops; on one that stays, what it no longer has to run.
    private static IEnumerable<ServiceEffect> Left(DeliveryHost host, DeliveryHost old, Delivery after) => old.Address != host.Address
        ? !after.LeadsAwayFrom(old) ? [] : old.Units.Reverse().Select(unit => new ServiceEffect(Stage.Leaving, $"{host.Name} ({old.Address})", unit.Name, Effect.Stop, unit.Group, []))
        : old.Units.Where(unit => host.Units.All(kept => kept.Name != unit.Name)).Select(unit => new ServiceEffect(Stage.Leaving, host.Name, unit.Name, Effect.Stop, unit.Group, []));

    // A worker runs before haplane knows it: its agents are none that start.
    private static bool IsNew(HostChange change, DeliveryHost? old, DeliveryUnit unit)
    {
        var isAnother = old is not null && old.Address != change.Host.Address;
        return old is null || isAnother
            ? !(change.Host.Roles.Contains("worker") && unit.Group == Node)
            : old.Units.All(known => known.Name != unit.Name);
    }

    private static ServiceEffect? OfUnit(HostChange change, DeliveryUnit unit, bool isNew)
    {
        if (isNew)
            return new ServiceEffect(StageOf(change.Host, unit.Group, isNew: true), change.Host.Name, unit.Name, Effect.Start, unit.Group, []);
        var causes = change.Files.Where(file => Affects(file, unit.Name)).ToArray();
        if (causes.Length == 0)
            return null;
        var isRestart = causes.Any(file => file.After?.Affects.Any(affected => affected.Unit == unit.Name && affected.Action == "restart") == true);
        return new ServiceEffect(
            StageOf(change.Host, unit.Group, isNew: false),
            change.Host.Name,
            unit.Name,
            isRestart ? Effect.Restart : Effect.Reload,
            unit.Group,
            [.. causes.Select(file => file.Path)]);
    }

    private static bool Affects(FileChange file, string unit) =>
        file.After is { } after && after.Class != Artefacts.FileClass.NeverCopied && after.Affects.Any(affected => affected.Unit == unit);

    private static Stage StageOf(DeliveryHost host, string group, bool isNew) => (group, isNew, host.IsMaster) switch
    {
        (ControlPlane, true, _) => Stage.NewMasters,
        (ControlPlane, false, _) => Stage.ControlPlanes,
        (Node, true, true) => Stage.NewNodes,
        (Node, _, false) => Stage.Workers,
        (Node, _, _) => Stage.MasterNodes,
        _ => Stage.LoadBalancers,
    };
}
