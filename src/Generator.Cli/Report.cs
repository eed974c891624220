using Generator.Cli.Folders;
using Generator.Core.Diagnostics;

namespace Generator.Cli;

/// <summary>Shows findings to a person.</summary>
internal static class Report
{
    /// <summary>Writes the findings, and counts them.</summary>
    internal static Tally Write(IReadOnlyCollection<Diagnostic> findings, InputFolder folder, TextWriter error)
    {
        error.Write(TextReport.Render(findings, folder.Prefix));
        return new Tally(Count(findings, Severity.Error), Count(findings, Severity.Warning), Count(findings, Severity.Waived));
    }

    private static int Count(IEnumerable<Diagnostic> findings, Severity severity) => findings.Count(finding => finding.Severity == severity);
}
