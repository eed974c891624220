using System.Collections.Immutable;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Failures;

/// <summary>One row of a failure table for people; hosts and pairs with the same effect share a row.</summary>
/// <param name="Hosts">The hosts that die: one of several alike, or two together.</param>
/// <param name="Api">Whether clients reach a kube-apiserver.</param>
/// <param name="Controllers">Where a controller-manager and a scheduler can lead.</param>
/// <param name="Dark">The clients that reach nothing.</param>
public sealed record FailureSummary(string Hosts, string Api, string Etcd, string Controllers, string Dark, string Pods)
{
    private const int MostFiles = 3;

    /// <summary>The rows of a table.</summary>
    /// <param name="code">How a path is written.</param>
    public static ImmutableArray<FailureSummary> Of(FailureTable table, Func<string, string> code)
    {
        ArgumentNullException.ThrowIfNull(table);
        return
        [
            .. table.Rows.GroupBy(row => (row.Hosts.Length, Summary: Of(row, table, code)))
                .Select(same => same.Key.Summary with { Hosts = Names(same.Key.Length, [.. same.Select(row => row.Hosts)]) }),
        ];
    }

    private static string Names(int together, ImmutableArray<string>[] rows)
    {
        if (together == 1)
            return ManyNames.Of([.. rows.Select(row => row[0])]);
        var all = rows.SelectMany(row => row).Distinct().ToArray();
        return rows.Length > 1 && rows.Length == all.Length * (all.Length - 1) / 2
            ? $"any two of {ManyNames.Of(all)}"
            : string.Join("; ", rows.Select(row => string.Join(" and ", row)));
    }

    private static FailureSummary Of(FailureRow row, FailureTable table, Func<string, string> code) =>
        new("", ApiOf(row, table), EtcdOf(row.Etcd), ControllersOf(row), DarkOf(row, code), PodsOf(row));

    private static string ApiOf(FailureRow row, FailureTable table) => row switch
    {
        { Api: ApiReach.None } => "lost: no client reaches a kube-apiserver",
        { EndpointAnswers: false } => $"lost at {table.Endpoint}; only clients that use a kube-apiserver directly reach one",
        { Api: ApiReach.Some } => "stays, but not for every client",
        _ => "stays",
    };

    private static string EtcdOf(EtcdQuorum etcd) => FormattableString.Invariant($"{etcd.Left} of {etcd.Members} left: ") is var left
        && etcd.Members == 0 ? "members not known"
        : !etcd.Holds ? $"{left}no quorum"
        : etcd.Left == etcd.Members ? "not affected"
        : etcd.Spare == 0 ? $"{left}no more may fail"
        : FormattableString.Invariant($"{left}{etcd.Spare} more may fail");

    private static string ControllersOf(FailureRow row) => row switch
    {
        { Leaderless: [_, ..] lost } => $"no {string.Join(" and no ", lost)} can lead",
        { CanLead: [] } => "not known",
        _ => $"lead on {(row.CanLead.Length == 1 ? "" : "one of ")}{ManyNames.Of(row.CanLead)}",
    };

    private static string DarkOf(FailureRow row, Func<string, string> code)
    {
        if (row.DarkFiles.IsEmpty)
            return "none";
        if (row.Api == ApiReach.None)
            return "all";
        if (row.DarkFiles.Length <= MostFiles)
            return string.Join(", ", row.DarkFiles.Select(code));
        var files = row.DarkFiles.Select(file => file.Split(':', 2)).ToArray();
        var paths = files.Select(file => file[1]).Distinct().Order(StringComparer.Ordinal).ToArray();
        var more = paths.Length > MostFiles ? FormattableString.Invariant($" and {paths.Length - MostFiles} more") : "";
        return $"{Counted.Of(files.Length, "file")} on {Counted.Of(files.Select(file => file[0]).Distinct().Count(), "host")}: "
            + $"{string.Join(", ", paths.Take(MostFiles).Select(path => code(path[(path.LastIndexOf('/') + 1)..])))}{more}";
    }

    private static string PodsOf(FailureRow row)
    {
        var parts = string.Join("; ", PartsOf(row));
        return parts.Length == 0 ? "not affected" : parts;
    }

    private static IEnumerable<string> PartsOf(FailureRow row)
    {
        var isReplaced = row.CanSchedule && row.Leaderless.IsEmpty;
        if (!row.LostNodes.IsEmpty)
            yield return $"{(row.Hosts.Length == 1 ? "its own" : "their own")} stop and {(isReplaced ? "" : "do not ")}start elsewhere";
        if (!row.NotReadyNodes.IsEmpty)
            yield return $"{ManyNames.Of(row.NotReadyNodes)} {(row.NotReadyNodes.Length == 1 ? "turns" : "turn")} NotReady";
        if (!row.CanSchedule)
            yield return "no new pod is scheduled";
        else if (row.OnlyMasters)
            yield return "no worker is left: new pods start only if the masters accept them";
    }
}
