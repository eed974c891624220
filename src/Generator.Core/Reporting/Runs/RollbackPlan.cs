using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;

namespace Generator.Core.Reporting.Runs;

/// <summary>How the hosts are rolled back: in the reverse of the order in which they were changed, by the deliveries that they keep.</summary>
/// <param name="Stages">What is rolled back together, in order; empty where there is nothing to undo.</param>
/// <param name="Fault">Why nothing can be rolled back; empty where something can.</param>
public sealed record RollbackPlan(ImmutableArray<RollbackStage> Stages, string Fault)
{
    private const int ShortestId = 6;

    /// <summary>Undoes the last delivery: everything that came from one result.</summary>
    /// <param name="plan">The rollout of that result.</param>
    /// <param name="kept">What each host keeps.</param>
    /// <param name="result">The digest that names the result.</param>
    public static RollbackPlan OfLast(RolloutPlan plan, ImmutableDictionary<string, ImmutableArray<KeptDelivery>> kept, string result)
    {
        var overtaken = kept.FirstOrDefault(host => host.Value.Any(delivery => delivery.Result == result) && host.Value[^1].Result != result);
        if (overtaken.Key is { } name)
            return Without(
                $"{name} has had another delivery since, {KeptDelivery.Id(overtaken.Value[^1].Result)} at {overtaken.Value[^1].At}: pass the output "
                    + "that was delivered last");
        var undone = kept.ToImmutableDictionary(
            host => host.Key, host => host.Value.Where(delivery => delivery.Result == result).ToImmutableArray(), StringComparer.Ordinal);
        return undone.Values.All(list => list.IsEmpty) && kept.Values.Any(list => !list.IsEmpty)
            ? Without($"no host keeps a delivery of this result ({KeptDelivery.Id(result)}); {Known(kept)}")
            : new RollbackPlan(Order(plan, undone), "");
    }

    /// <summary>Undoes everything that came after an earlier result.</summary>
    /// <param name="plan">The rollout of the result that was delivered last.</param>
    /// <param name="kept">What each host keeps.</param>
    /// <param name="id">The first digits of the digest that names the earlier result.</param>
    public static RollbackPlan To(RolloutPlan plan, ImmutableDictionary<string, ImmutableArray<KeptDelivery>> kept, string id)
    {
        var wanted = kept.Values.SelectMany(list => list).Where(delivery => delivery.Result.StartsWith(id, StringComparison.Ordinal)).ToArray();
        if (id.Length < ShortestId || wanted.Select(delivery => delivery.Result).Distinct().Count() != 1)
            return Without($"{id} names no delivery that a host keeps, or more than one; {Known(kept)}");
        var last = wanted.Select(delivery => delivery.At).Max(StringComparer.Ordinal) ?? "";
        var undone = kept.ToImmutableDictionary(host => host.Key, host => After(host.Value, wanted[0].Result, last), StringComparer.Ordinal);
        var forgetful = undone.FirstOrDefault(host => !host.Value.IsEmpty && host.Value.Length == kept[host.Key].Length && host.Value[0].Number > 1);
        return forgetful.Key is { } name
            ? Without($"{name} has had more deliveries since {id} than a host keeps, and cannot undo them all")
            : new RollbackPlan(Order(plan, undone), "");
    }

    private static RollbackPlan Without(string fault) => new([], fault);

    private static string Known(ImmutableDictionary<string, ImmutableArray<KeptDelivery>> kept)
    {
        var known = kept.Values.SelectMany(list => list).Where(delivery => delivery.Result.Length > 0)
            .GroupBy(delivery => delivery.Result, StringComparer.Ordinal)
            .Select(deliveries => (deliveries.Key, At: deliveries.Select(delivery => delivery.At).Max(StringComparer.Ordinal)))
            .OrderBy(result => result.At, StringComparer.Ordinal)
            .Select(result => $"{KeptDelivery.Id(result.Key)} (until {result.At})")
            .ToArray();
        return known.Length == 0 ? "no host keeps one whose result is known" : $"kept are {string.Join(", ", known)}";
    }

    // What a host has had since: by its own order where it has had that result, else by the time.
    private static ImmutableArray<KeptDelivery> After(ImmutableArray<KeptDelivery> kept, string result, string last)
    {
        var index = kept.Select(delivery => delivery.Result).ToList().LastIndexOf(result);
        return index >= 0 ? kept[(index + 1)..] : [.. kept.Where(delivery => string.CompareOrdinal(delivery.At, last) > 0)];
    }

    private static ImmutableArray<RollbackStage> Order(RolloutPlan plan, ImmutableDictionary<string, ImmutableArray<KeptDelivery>> undone)
    {
        var stages = ImmutableArray.CreateBuilder<RollbackStage>();
        var left = undone.Where(host => !host.Value.IsEmpty).ToDictionary(StringComparer.Ordinal);
        foreach (var step in plan.Steps.Reverse())
        {
            var hosts = step.OwnDeliveries.Select(delivery => Back(plan, step.Phase, delivery.Host, left)).OfType<HostRollback>().ToImmutableArray();
            if (!hosts.IsEmpty)
                stages.Add(new RollbackStage(step, hosts));
        }

        // No step of this output delivers it: an earlier output did.
        var rest = plan.Hosts.Reverse()
            .Where(host => left.ContainsKey(host.Name))
            .Select(host => Take(host.Name, left[host.Name], left))
            .ToImmutableArray();
        if (!rest.IsEmpty)
            stages.Add(new RollbackStage(plan.Steps[^1] with { Lines = [] }, rest));
        return stages.ToImmutable();
    }

    // What one phase has brought to a host is rolled back at once: from the first delivery on that has its files, or one of its units.
    private static HostRollback? Back(RolloutPlan plan, Phase phase, string host, Dictionary<string, ImmutableArray<KeptDelivery>> left)
    {
        if (!left.TryGetValue(host, out var deliveries))
            return null;
        var brought = plan.Steps.Where(step => step.Phase == phase).Select(step => step.DeliveryTo(host)).OfType<Deliver>().ToArray();
        var hasFiles = brought.Any(delivery => delivery.Units.IsEmpty);
        var units = brought.SelectMany(delivery => delivery.Units).ToHashSet(StringComparer.Ordinal);
        var first = hasFiles ? 0 : deliveries.ToList().FindIndex(delivery => delivery.Units.Any(units.Contains));
        return first < 0 ? null : Take(host, deliveries[first..], left);
    }

    private static HostRollback Take(string host, ImmutableArray<KeptDelivery> undone, Dictionary<string, ImmutableArray<KeptDelivery>> left)
    {
        left[host] = [.. left[host].Where(delivery => delivery.Number < undone[0].Number)];
        if (left[host].IsEmpty)
            left.Remove(host);
        return new HostRollback(host, undone[0].Number - 1, undone);
    }
}

/// <summary>What is rolled back together.</summary>
/// <param name="Step">The step that is undone.</param>
/// <param name="Hosts">The hosts.</param>
public sealed record RollbackStage(RolloutStep Step, ImmutableArray<HostRollback> Hosts);

/// <summary>How far a host is rolled back.</summary>
/// <param name="Host">The host.</param>
/// <param name="To">The delivery that stays; 0 for none.</param>
/// <param name="Undone">Those that go, the oldest first.</param>
public sealed record HostRollback(string Host, int To, ImmutableArray<KeptDelivery> Undone)
{
    /// <summary>The deliveries and their units, for people.</summary>
    public string Subject
    {
        get
        {
            var numbers = string.Join(", ", Undone.Select(delivery => delivery.Number.ToString(CultureInfo.InvariantCulture)));
            var units = string.Join(", ", Undone.SelectMany(delivery => delivery.Units).Distinct());
            return $"delivery {numbers}{(units.Length == 0 ? "" : $" with {units}")}";
        }
    }

    /// <summary>The units that did not run before the first of them.</summary>
    public IEnumerable<string> Stopped =>
        Undone.SelectMany(delivery => delivery.Units.Select(unit => (unit, delivery))).GroupBy(pair => pair.unit, StringComparer.Ordinal)
        .Where(pairs => pairs.First().delivery.Stopped.Contains(pairs.Key)).Select(pairs => pairs.Key);
}
