using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reporting.Reports;

namespace Generator.Core.Reporting.Reviews;

/// <summary>The findings of a check, the gravest first. Their lines are not shown: a line can hold a secret.</summary>
internal static class ReviewFindings
{
    internal static FindingRows Of(ImmutableArray<Diagnostic>? findings) => findings is not { } known
        ? new FindingRows(
            false,
            "Not known: the topology is not at hand, or it is newer than this output. Run \"haplane check\" in its folder to see the findings.",
            [])
        : new FindingRows(
            true,
            known.IsEmpty ? "The check of the topology found nothing." : $"The check of the topology has {Counted.Of(known.Length, "finding")}.",
            [.. TextReport.BySeverity(known).Select(Row)]);

    private static FindingRow Row(Diagnostic finding) => new(
        finding.Severity switch
        {
            Severity.Error => "drift",
            Severity.Warning => "problem",
            Severity.Note => "unknown",
            _ => "fine",
        },
        SeverityName.Of(finding.Severity),
        finding.Code,
        finding.Message,
        finding.At.ToString(),
        finding.Hint,
        finding.WaivedBecause ?? "",
        [.. finding.Related.Select(place => $"{place.At}: {place.Message}")]);
}
