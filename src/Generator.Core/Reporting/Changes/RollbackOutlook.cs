using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Reporting.Changes;

/// <summary>The steps to roll back.</summary>
internal static class RollbackOutlook
{
    internal static IEnumerable<string> Of(Delivery before, Delivery after, ImmutableArray<ServiceEffect> effects)
    {
        var touched = effects.Where(effect => effect.Effect is Effect.Restart or Effect.Reload).Select(effect => effect.Host).Distinct().Count();
        if (touched > 0)
            yield return $"{Counted.Of(touched, "host")}: the previous files, which the last delivery kept on the host, "
                + "and the same restarts in reverse order";
        foreach (var host in after.Hosts.Where(host => host.IsMaster && before.Find(host.Name) is not { IsMaster: true }))
            yield return $"{host.Name}: first removed from the load balancers, "
                + "then its units are stopped and "
                + $"disabled{(host.NodeName.Length > 0 ? $", node {host.NodeName} and its certificate request deleted" : "")}";
        foreach (var host in before.Hosts.Where(host => after.Find(host.Name) is null))
            yield return $"{host.Name}: its files are in its last backup; its units can be started again until the machine is wiped";
        if (effects.IsEmpty)
            yield return "nothing restarts, so only files are rolled back";
    }
}
