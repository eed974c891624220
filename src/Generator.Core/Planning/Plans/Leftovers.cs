using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;

namespace Generator.Core.Planning.Plans;

/// <summary>One thing that the hosts have but the topology no longer declares.</summary>
/// <param name="Key">Identifies it.</param>
/// <param name="What">The same for people; empty for a line of a file, which the endpoint already explains.</param>
internal sealed record Leftover(string Key, string What);

/// <summary>Everything that a plan would leave behind without its transition from an earlier state.</summary>
internal static class Leftovers
{
    /// <summary>Everything that leaves or moves; none if the plan is the same without its transition.</summary>
    /// <param name="prepared">The plan with its transition.</param>
    /// <param name="plan">The plan without it.</param>
    internal static ImmutableArray<Leftover> Of(ClusterPlan prepared, ClusterPlan plan) =>
    [
        .. prepared.Departures.Select(Leaves),
        .. prepared.Hosts.Where(host => host.FormerPort is not null).Select(Listens),
        .. prepared.Hosts.Where(host => !host.ReplacedUnits.IsEmpty).Select(Replaces),
        .. prepared.Hosts.Zip(plan.Hosts).SelectMany(pair => Moves(pair.First, pair.Second)).DistinctBy(leftover => leftover.Key),
    ];

    private static Leftover Leaves(Departure departure)
    {
        var name = departure.IsNameReused ? departure.Host[..^"-old".Length] : departure.Host;
        return new Leftover(
            $"leaves {name} {departure.Address} {string.Join(',', departure.Units)}",
            departure.IsWhole ? $"{name} ({departure.Address}) leaves" : $"{name} {departure.What}");
    }

    private static Leftover Listens(HostPlan host) =>
        new($"listens {host.Name} {host.FormerPort}", $"{host.Name} also listens on port {host.FormerPort}");

    private static Leftover Replaces(HostPlan host) =>
        new($"replaces {host.Name} {string.Join(',', host.ReplacedUnits)}", $"{host.Name} runs {string.Join(" and ", host.ReplacedUnits)}");

    private static IEnumerable<Leftover> Moves(HostPlan host, HostPlan plain) =>
        from file in host.Files
        from edit in file.Edits
        let line = edit.Earlier.Length > 0 ? edit.Earlier : IsInBoth(plain, file) ? "" : edit.Old
        where line.Length > 0
        select new Leftover($"moves {host.Name} {file.Path} {line}", $"clients used \"{line.Trim()}\"");

    // A file that a kubelet has written for itself is known only from the earlier state.
    private static bool IsInBoth(HostPlan plain, Artefact file) =>
        plain.Files.Any(same => same.Path == file.Path && same.Edits.SequenceEqual(file.Edits));
}
