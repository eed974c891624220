using System.Collections.Immutable;
using Generator.Core.Deliveries;
using Generator.Core.Pictures;
using Generator.Core.Values;

namespace Generator.Core.Changes;

/// <summary>What it means to go from one result to another.</summary>
/// <param name="Before">The result before.</param>
/// <param name="After">The result after.</param>
/// <param name="Topology">What is declared otherwise.</param>
/// <param name="Hosts">The hosts on which something is otherwise: new ones, changed ones, those that are gone; each in the order of its topology.</param>
/// <param name="Effects">What starts, restarts, reloads or stops, in the order of the rollout.</param>
/// <param name="Outlook">What that means for the cluster.</param>
public sealed record Change(
    Delivery Before,
    Delivery After,
    ImmutableArray<TopologyChange> Topology,
    ImmutableArray<HostChange> Hosts,
    ImmutableArray<ServiceEffect> Effects,
    Outlook Outlook)
{
    /// <summary>What else a driver would do otherwise.</summary>
    public ImmutableArray<DriverChange> Driver { get; init; } = [];

    /// <summary>What of the later result this release of haplane would lay out otherwise, in sentences.</summary>
    public ImmutableArray<string> Foreign { get; init; } = [];

    /// <summary>Whether both are the same.</summary>
    public bool IsEmpty => Topology.IsEmpty && Hosts.IsEmpty && Driver.IsEmpty;

    /// <summary>How much changes, in a line.</summary>
    public string Summary => IsEmpty ? "no difference" : string.Join(", ", Counts());

    /// <summary>The cluster drawn as SVG, with what is new, what leaves and what changes marked.</summary>
    public string Picture => ClusterPicture.Of(Before.Topology, After.Topology, Hosts.Where(host => host.Kind == ChangeKind.Changed).Select(host => host.Host.Name).ToHashSet(StringComparer.Ordinal));

    /// <summary>Goes from one result to the other.</summary>
    internal static Change Of(Delivery before, Delivery after, FileTree shipped)
    {
        var hosts = FileComparison.Of(before, after);
        var effects = ServiceEffects.Of(before, after, hosts);
        return new Change(before, after, TopologyComparison.Of(before.Written, after.Written), hosts, effects, Outlook.Of(before, after, effects))
        {
            Driver = DriverChange.Of(before, after),
            Foreign = [.. ForeignLayout.Of(after, shipped)],
        };
    }

    private IEnumerable<string> Counts()
    {
        foreach (var (kind, word) in new[] { (ChangeKind.Added, "new"), (ChangeKind.Removed, "removed"), (ChangeKind.Changed, "changed") })
        {
            var count = Hosts.Count(host => host.Kind == kind);
            if (count > 0)
                yield return $"{Counted.Of(count, "host")} {word}";
        }

        if (Hosts.IsEmpty)
            yield return "no host changes";
        yield return Counted.Of(Hosts.Sum(host => host.Files.Length), "file");
        if (Hosts.IsEmpty && !Driver.IsEmpty)
            yield return $"{Counted.Of(Driver.Length, "file")} of the rollout";
        foreach (var (effect, word) in new[] { (Effect.Start, "start"), (Effect.Restart, "restart"), (Effect.Reload, "reload"), (Effect.Stop, "stop") })
        {
            var count = Effects.Count(candidate => candidate.Effect == effect);
            if (count > 0)
                yield return Counted.Of(count, word);
        }
    }
}
