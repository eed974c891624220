using System.Collections.Immutable;
using Generator.Core.Artefacts;

namespace Generator.Core.Planning;

/// <summary>One thing that the hosts have and the topology no longer says.</summary>
/// <param name="Key">What tells it from every other one.</param>
/// <param name="What">The same for a person; empty for a line of a file, of which the endpoint says enough.</param>
internal sealed record Leftover(string Key, string What);

/// <summary>What a plan with its way from an earlier state would leave behind without it.</summary>
internal static class Leftovers
{
    /// <summary>Everything that leaves or moves; none where the plan is the same without its way.</summary>
    /// <param name="prepared">The plan with its way.</param>
    /// <param name="plan">The plan without.</param>
    internal static ImmutableArray<Leftover> Of(ClusterPlan prepared, ClusterPlan plan) =>
    [
        .. prepared.Departures.Select(Leaves),
        .. prepared.Hosts.Where(host => host.FormerPort is not null).Select(Listens),
        .. prepared.Hosts.Zip(plan.Hosts).SelectMany(pair => Moves(pair.First, pair.Second)).DistinctBy(leftover => leftover.Key),
    ];

    private static Leftover Leaves(Departure departure)
    {
        var name = departure.IsNameReused ? departure.Host[..^"-old".Length] : departure.Host;
        return new Leftover(
            $"leaves {name} {departure.Address} {string.Join(',', departure.Units)}",
            departure.IsWhole ? $"{name} ({departure.Address}) leaves" : $"{name} is no longer a load balancer");
    }

    private static Leftover Listens(HostPlan host) => new($"listens {host.Name} {host.FormerPort}", $"{host.Name} listens on port {host.FormerPort}, too");

    private static IEnumerable<Leftover> Moves(HostPlan host, HostPlan plain) =>
        from file in host.Files
        from edit in file.Edits
        let line = edit.Earlier.Length > 0 ? edit.Earlier : IsInBoth(plain, file) ? "" : edit.Old
        where line.Length > 0
        select new Leftover($"moves {host.Name} {file.Path} {line}", $"clients used \"{line.Trim()}\"");

    // What a kubelet has written for itself is known from the earlier state alone.
    private static bool IsInBoth(HostPlan plain, Artefact file) => plain.Files.Any(same => same.Path == file.Path && same.Edits.SequenceEqual(file.Edits));
}
