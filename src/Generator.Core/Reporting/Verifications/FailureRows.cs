using System.Collections.Immutable;
using Generator.Core.Reading.Failures;

namespace Generator.Core.Reporting.Verifications;

/// <summary>The what-if table of the page.</summary>
internal static class FailureRows
{
    internal static FailuresView Of(FailureTable table)
    {
        var rows = table.Rows.ToLookup(row => FailureWords.Losses(row).IsEmpty);
        return new FailuresView(
            FailureWords.Title, [.. rows[false].Select(Row)], string.Join(", ", rows[true].Select(FailureWords.Names)));
    }

    private static FailureView Row(FailureRow row)
    {
        var nodes = FailureWords.OtherNodes(row);
        return new FailureView(FailureWords.Names(row),
        [
            Cell(row.Api == ApiReach.All, row.Api.ToString().ToLowerInvariant()),
            Cell(row.Etcd.Holds, FailureWords.Etcd(row.Etcd)),
            Names(!row.CanLead.IsEmpty, row.CanLead),
            Cell(row.CanSchedule, row.CanSchedule ? "scheduled" : "wait"),
            Names(row.DarkFiles.IsEmpty, row.DarkFiles),
            Names(nodes.IsEmpty, nodes),
        ]);
    }

    private static CellView Names(bool isFine, ImmutableArray<string> names) =>
        names.IsEmpty ? Cell(isFine, "none") : Cell(isFine, FailureWords.Few(names), " long");

    private static CellView Cell(bool isFine, string text, string width = "") => new($"{(isFine ? "quiet" : "bad")}{width}", text);
}
