using System.Collections.Immutable;
using Generator.Core.Deliveries;
using Generator.Core.Values;

namespace Generator.Core.Changes;

/// <summary>What it takes to go back.</summary>
internal static class RollbackOutlook
{
    internal static IEnumerable<string> Of(Delivery before, Delivery after, ImmutableArray<ServiceEffect> effects)
    {
        var touched = effects.Where(effect => effect.Effect is Effect.Restart or Effect.Reload).Select(effect => effect.Host).Distinct().Count();
        if (touched > 0)
            yield return $"{Counted.Of(touched, "host")}: the files as they were, kept on the host by its last delivery, and the same restarts in the reverse order";
        foreach (var host in after.Hosts.Where(host => host.IsMaster && before.Find(host.Name) is not { IsMaster: true }))
            yield return $"{host.Name}: out of the load balancers first, then its units stopped and disabled{(host.NodeName.Length > 0 ? $", node {host.NodeName} and its certificate request deleted" : "")}";
        foreach (var host in before.Hosts.Where(host => after.Find(host.Name) is null))
            yield return $"{host.Name}: its files stay in its last backup; until the machine is wiped, its units can be started again";
        if (effects.IsEmpty)
            yield return "nothing is restarted, so nothing has to be put back but files";
    }
}
