using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Failures;

namespace Generator.Core.Reporting.Verifications;

/// <summary>The what-if table of the page.</summary>
internal static class FailureRows
{
    internal static FailuresView Of(FailureTable table)
    {
        var rows = table.Rows.ToLookup(row => FailureWords.Losses(row).IsEmpty);
        return new FailuresView(
            FailureWords.Title,
            [.. rows[false].Select(Row)],
            string.Join(", ", rows[true].Select(FailureWords.Names)),
            [.. rows[false].Where(row => !row.DarkFiles.IsEmpty).Select(row => new DarkView(FailureWords.Names(row), row.DarkFiles))]);
    }

    private static FailureView Row(FailureRow row)
    {
        var nodes = FailureWords.OtherNodes(row);
        return new FailureView(FailureWords.Names(row),
        [
            Cell(row.Api == ApiReach.All, row.Api.ToString().ToLowerInvariant()),
            Cell(row.Etcd.Holds, Members(row.Etcd)),
            Names(!row.CanLead.IsEmpty, row.CanLead),
            Cell(row.CanSchedule, row.CanSchedule ? "scheduled" : "wait"),
            Files(row.DarkFiles),
            Names(nodes.IsEmpty, nodes),
        ]);
    }

    private static string Members(EtcdQuorum quorum) => quorum.Members == 0
        ? "not known"
        : string.Create(CultureInfo.InvariantCulture, $"{quorum.Left} of {quorum.Members}{(quorum.Holds ? "" : ", no quorum")}");

    // The names are below the table: there can be many, and they are long.
    private static CellView Files(ImmutableArray<string> files)
    {
        string[] hosts = [.. files.Select(file => file.Split(':')[0]).Distinct(StringComparer.Ordinal)];
        return files.IsEmpty ? Names(isFine: true, files) : Cell(false, $"{Counted.Of(files.Length, "file")} on {FailureWords.Few(hosts)}", " long");
    }

    private static CellView Names(bool isFine, ImmutableArray<string> names) =>
        names.IsEmpty ? Cell(isFine, "none") : Cell(isFine, FailureWords.Few(names), " long");

    private static CellView Cell(bool isFine, string text, string width = "") => new($"{(isFine ? "quiet" : "bad")}{width}", text);
}
