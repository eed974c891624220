using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Failures;

namespace Generator.Core.Reporting.Verifications;

/// <summary>What the death of hosts costs, in words.</summary>
internal static class FailureWords
{
    /// <summary>The title of the table.</summary>
    internal const string Title = "If a host dies";

    // A cluster with many workers has a kubeconfig or two on each.
    private const int MostNames = 4;

    /// <summary>The sentences of a row, without a period; none where nothing is lost.</summary>
    internal static ImmutableArray<string> Losses(FailureRow row) =>
    [
        .. Only(row.Api == ApiReach.None, "no client reaches a kube-apiserver"),
        .. Only(row.Api == ApiReach.Some, "some clients reach no kube-apiserver"),
        .. Only(!row.Etcd.Holds, $"etcd loses its quorum: {Etcd(row.Etcd)}"),
        .. Only(row.CanLead.IsEmpty, "no kube-controller-manager and kube-scheduler can lead"),
        .. Only(!row.CanSchedule, "no new pod can be scheduled"),
        .. Only(!row.DarkFiles.IsEmpty, $"{Counted.Of(row.DarkFiles.Length, "kubeconfig")} without a kube-apiserver: {Few(row.DarkFiles)}"),
        .. Only(OtherNodes(row) is not [], $"no pod runs on {Few(OtherNodes(row))}"),
    ];

    /// <summary>The hosts that die: <c>a</c>, <c>a and b</c>.</summary>
    internal static string Names(FailureRow row) => string.Join(" and ", row.Hosts);

    /// <summary>What is left of etcd.</summary>
    internal static string Etcd(EtcdQuorum quorum) => quorum.Members == 0
        ? "members not known"
        : string.Create(CultureInfo.InvariantCulture, $"{quorum.Left} of {Counted.Of(quorum.Members, "member")} left");

    /// <summary>A few names, and the number of the others.</summary>
    internal static string Few(IReadOnlyList<string> names) => names.Count <= MostNames + 1
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more");

    /// <summary>The nodes that are lost although their hosts live.</summary>
    internal static ImmutableArray<string> OtherNodes(FailureRow row) => [.. row.LostNodes.Except(row.Hosts, StringComparer.Ordinal)];

    private static ImmutableArray<string> Only(bool condition, string text) => condition ? [text] : [];
}
