using Generator.Cli.Archives;
using Generator.Core.Captures;
using Generator.Core.Diagnostics;
using Generator.Core.Reports;

namespace Generator.Cli.Capturing;

/// <summary>What an archive holds, or why it is not believed.</summary>
/// <param name="Report">The report; null where it is not believed.</param>
/// <param name="Said">Why not, or what of it was left out; empty where all is well.</param>
internal sealed record ArchiveFindings(HostReport? Report, string Said)
{
    /// <summary>Reads an archive.</summary>
    /// <param name="from">Where it comes from, for messages.</param>
    /// <param name="archive">Its bytes.</param>
    internal static ArchiveFindings Of(string from, Stream archive)
    {
        try
        {
            var outcome = ReportArchive.Read(from, archive);
            return new ArchiveFindings(outcome.Result, Text(outcome));
        }
        catch (ArchiveFault fault)
        {
            return new ArchiveFindings(null, $"what it sent is no report: {fault.Message}");
        }
    }

    private static string Text(Outcome<HostReport> outcome) => LineReport.Render(outcome.Findings, "").TrimEnd('\n');
}
