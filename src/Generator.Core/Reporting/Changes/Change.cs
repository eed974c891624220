using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Output.Pictures;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Reporting.Changes;

/// <summary>The change from one output to another.</summary>
/// <param name="Before">The earlier output.</param>
/// <param name="After">The later output.</param>
/// <param name="Topology">The changed declarations.</param>
/// <param name="Hosts">The hosts with changes: new ones, changed ones, removed ones; each in the order of its topology.</param>
/// <param name="Effects">What starts, restarts, reloads or stops, in the order of the rollout.</param>
/// <param name="Outlook">The effect on the cluster.</param>
public sealed record Change(
    Delivery Before,
    Delivery After,
    ImmutableArray<TopologyChange> Topology,
    ImmutableArray<HostChange> Hosts,
    ImmutableArray<ServiceEffect> Effects,
    Outlook Outlook)
{
    /// <summary>The other changes in a driver's files.</summary>
    public ImmutableArray<DriverChange> Driver { get; init; } = [];

    /// <summary>What this release of haplane would lay out differently in the later output, in sentences.</summary>
    public ImmutableArray<string> Foreign { get; init; } = [];

    /// <summary>Whether both are the same.</summary>
    public bool IsEmpty => Topology.IsEmpty && Hosts.IsEmpty && Driver.IsEmpty;

    /// <summary>The amount of changes, in one line.</summary>
    public string Summary => IsEmpty ? "no difference" : string.Join(", ", Counts());

    /// <summary>The cluster drawn as SVG, with new, leaving and changed parts marked.</summary>
    public string Picture =>
        ClusterPicture.Of(
            Before.Topology,
            After.Topology,
            Hosts.Where(host => host.Kind == ChangeKind.Changed).Select(host => host.Host.Name).ToHashSet(StringComparer.Ordinal));

    /// <summary>Compares two outputs.</summary>
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
        var words = new[] { (Effect.Start, "start"), (Effect.Restart, "restart"), (Effect.Reload, "reload"), (Effect.Stop, "stop") };
        foreach (var (effect, word) in words)
        {
            var count = Effects.Count(candidate => candidate.Effect == effect);
            if (count > 0)
                yield return Counted.Of(count, word);
        }
    }
}
