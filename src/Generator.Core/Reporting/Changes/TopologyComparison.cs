using System.Collections.Immutable;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reporting.Changes;

/// <summary>
/// Compares two resolved topologies key by key, as they are written, so that a new key of a later release needs no code here.
/// List entries are matched by their name, or else by their text.
/// </summary>
internal static class TopologyComparison
{
    internal static ImmutableArray<TopologyChange> Of(MappingNode before, MappingNode after) =>
        [.. Compare(before, after, "").SelectMany(Grouped)];

    private static IEnumerable<IReadOnlyList<TopologyChange>> Compare(MappingNode before, MappingNode after, string path)
    {
        foreach (var key in before.Entries.Concat(after.Entries).Select(entry => entry.Key.Value).Distinct())
        {
            var name = path.Length == 0 ? key : $"{path}.{key}";
            foreach (var changes in Compare(before.Find(key), after.Find(key), name))
                yield return changes;
        }
    }

    private static IEnumerable<IReadOnlyList<TopologyChange>> Compare(Node? before, Node? after, string path) => (before, after) switch
    {
        (MappingNode old, MappingNode now) => Compare(old, now, path),
        (SequenceNode or null, SequenceNode or null) => CompareLists(Items(before), Items(after), path),
        (ScalarNode old, ScalarNode now) => old.Value == now.Value ? [] : [[new TopologyChange(ChangeKind.Changed, path, old.Value, now.Value)]],
        (null, { } now) => [[new TopologyChange(ChangeKind.Added, path, "", Text(now))]],
        ({ } old, null) => [[new TopologyChange(ChangeKind.Removed, path, Text(old), "")]],
        _ => [[new TopologyChange(ChangeKind.Changed, path, Text(before), Text(after))]],
    };

    private static IEnumerable<IReadOnlyList<TopologyChange>> CompareLists(
        Dictionary<string, Node> before, Dictionary<string, Node> after, string path)
    {
        var noun = Noun(path);
        yield return [
            .. after.Where(item => !before.ContainsKey(item.Key))
                .Select(item => new TopologyChange(ChangeKind.Added, $"{noun} {item.Key}", "", Detail(item.Value))),
        ];
        yield return [
            .. before.Where(item => !after.ContainsKey(item.Key))
                .Select(item => new TopologyChange(ChangeKind.Removed, $"{noun} {item.Key}", Detail(item.Value), "")),
        ];
        var kept = before
            .Where(item => after.ContainsKey(item.Key))
            .SelectMany(item => Compare(item.Value, after[item.Key], "")
                .SelectMany(changes => changes)
                .Select(change => (Host: item.Key, Change: change)))
            .GroupBy(pair => (pair.Change.Subject, pair.Change.Before, pair.Change.After));
        foreach (var same in kept)
            yield return Kept(noun, [.. same.Select(pair => pair.Host)], same.First().Change);
    }

    private static IReadOnlyList<TopologyChange> Kept(string noun, string[] hosts, TopologyChange change) => hosts.Length > ManyNames.MostAlone
        ? [change with { Subject = $"{change.Subject} of {Counted.Of(hosts.Length, noun)}" }]
        : [.. hosts.Select(host => change with { Subject = $"{change.Subject} of {noun} {host}" })];

    // Many of one kind become one line: the first, the last, their number.
    private static IEnumerable<TopologyChange> Grouped(IReadOnlyList<TopologyChange> changes)
    {
        if (changes.Count <= ManyNames.MostAlone || changes[0].Kind == ChangeKind.Changed)
            return changes;
        var (first, last) = (changes[0], changes[^1]);
        var noun = first.Subject[..first.Subject.LastIndexOf(' ')];
        return
        [
            new TopologyChange(
                first.Kind,
                Counted.Of(changes.Count, noun),
                first.Before.Length == 0 ? "" : Range(first.Subject, first.Before, last.Subject, last.Before),
                first.After.Length == 0 ? "" : Range(first.Subject, first.After, last.Subject, last.After)),
        ];
    }

    private static string Range(string first, string firstDetail, string last, string lastDetail) =>
        $"{first[(first.LastIndexOf(' ') + 1)..]} ({firstDetail}) to {last[(last.LastIndexOf(' ') + 1)..]} ({lastDetail})";

    private static string Noun(string path) => path switch
    {
        "masters" => "master",
        "workers" => "worker",
        "loadBalancer.hosts" => "load balancer host",
        "etcd.endpoints" => "etcd member",
        "waivers" => "waiver",
        _ => path,
    };

    private static Dictionary<string, Node> Items(Node? list) =>
        (list as SequenceNode)?.Items.GroupBy(Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal) ?? [];

    private static string Name(Node item) => item is MappingNode mapping
        ? mapping.FindScalar("name")?.Value ?? mapping.FindScalar("rule")?.Value ?? Text(item)
        : Text(item);

    private static string Detail(Node item) =>
        item is MappingNode mapping ? mapping.FindScalar("address")?.Value ?? mapping.FindScalar("reason")?.Value ?? "" : "";

    private static string Text(Node? node) => node switch
    {
        ScalarNode scalar => scalar.Value,
        MappingNode mapping => string.Join(", ", mapping.Entries.Select(entry => $"{entry.Key.Value}: {Text(entry.Value)}")),
        SequenceNode list => string.Join(", ", list.Items.Select(Text)),
        _ => "",
    };
}
