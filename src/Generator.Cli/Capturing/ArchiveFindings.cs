using Generator.Cli.Archives;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;

namespace Generator.Cli.Capturing;

/// <summary>The report in an archive, or why it was refused.</summary>
/// <param name="Report">The report; null if it was refused.</param>
/// <param name="Said">Why it was refused, or what was left out; empty if there was no fault.</param>
internal sealed record ArchiveFindings(HostReport? Report, string Said)
{
    /// <param name="from">Where it comes from, for messages.</param>
    internal static ArchiveFindings Of(string from, Stream archive)
    {
        try
        {
            var outcome = ReportArchive.Read(from, archive);
            return new ArchiveFindings(outcome.Result, Text(outcome));
        }
        catch (ArchiveFault fault)
        {
            return new ArchiveFindings(null, $"its output is not a report: {fault.Message}");
        }
    }

    private static string Text(Outcome<HostReport> outcome) => LineReport.Render(outcome.Findings, "").TrimEnd('\n');
}
