using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Failures;

namespace Generator.Core.Reporting.Changes;

/// <summary>What the death of a host takes away after a change that it did not take away before.</summary>
internal static class FailureOutlook
{
    private static readonly (FailureLosses Loss, string Words)[] Words =
    [
        (FailureLosses.Etcd, "etcd loses its quorum"),
        (FailureLosses.Api, "clients lose the API"),
        (FailureLosses.Leaders, "no controller-manager or no scheduler can lead"),
        (FailureLosses.Scheduling, "no new pod is scheduled"),
    ];

    /// <summary>The rows that become worse, in sentences; none where one of the two outputs has no rows.</summary>
    internal static IEnumerable<string> Of(FailureTable? before, FailureTable? after)
    {
        if (before is null || after is null)
            return [];
        var old = before.Rows.ToLookup(Key, StringComparer.Ordinal);
        var known = before.Rows.SelectMany(row => row.Hosts).ToHashSet(StringComparer.Ordinal);
        return from row in after.Rows
               let what = string.Join(", ", Worse(row, old[Key(row)].FirstOrDefault(), before, known))
               where what.Length > 0
               group row by (row.Hosts.Length, What: what) into same
               select $"new with this change: if {Names([.. same.Select(row => string.Join(" and ", row.Hosts))], same.Key.Length)}, {same.Key.What}";
    }

    private static string Key(FailureRow row) => string.Join('\n', row.Hosts.Order(StringComparer.Ordinal));

    private static string Names(string[] hosts, int together) => (together, hosts.Length) switch
    {
        (1, 1) => $"{hosts[0]} dies",
        (1, _) => $"one of {ManyNames.Of(hosts)} dies",
        (_, <= ManyNames.MostAlone) => $"{string.Join(", or ", hosts)} die together",
        _ => FormattableString.Invariant($"two hosts die together ({hosts[0]}, or one of {hosts.Length - 1} other pairs)"),
    };

    private static IEnumerable<string> Worse(FailureRow row, FailureRow? old, FailureTable before, HashSet<string> known)
    {
        var had = old?.Losses ?? LostBefore(row, before, known);
        var lost = row.Losses & ~had;
        foreach (var words in Words.Where(words => (Causes(lost) & words.Loss) != 0))
            yield return words.Words;
        // Where clients lose the API, their files follow from that.
        if (old is null || (row.Losses & FailureLosses.Api) != 0)
            yield break;
        var dark = row.DarkFiles.Except(old.DarkFiles).Count(file => known.Contains(file.Split(':')[0]));
        if (dark > 0)
            yield return $"{Counted.Of(dark, "more client")} {(dark == 1 ? "reaches" : "reach")} no kube-apiserver";
    }

    // Without the API, the rest follows.
    private static FailureLosses Causes(FailureLosses lost) =>
        (lost & FailureLosses.Api) == 0 ? lost : lost & (FailureLosses.Api | FailureLosses.Etcd);

    // A pair without a row lost what one of its hosts lost alone. A new host is a new risk only where no other host was one before.
    private static FailureLosses LostBefore(FailureRow row, FailureTable before, HashSet<string> known) => before.Rows
        .Where(other => row.Hosts.All(known.Contains)
            ? other.Hosts.Length == 1 && row.Hosts.Contains(other.Hosts[0])
            : other.Hosts.Length <= row.Hosts.Length)
        .Aggregate(FailureLosses.None, (all, other) => all | other.Losses);
}
