using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;

namespace Generator.Cli;

/// <summary>Shows findings: to people on stderr, to programs on stdout.</summary>
internal static class Report
{
    /// <summary>
    /// Writes the findings for people: with their source lines on a terminal, one line per finding in a log. Those that need no action are
    /// counted, or shown on request.
    /// </summary>
    internal static Tally Write(IReadOnlyCollection<Diagnostic> findings, string prefix, TextWriter error, bool isVerbose = false)
    {
        var shown = Shown(findings, isVerbose);
        error.Write(Terminal.Is(error) ? Text(shown, prefix, error) : LineReport.Render(shown, prefix));
        TellHidden(findings.Count - shown.Length, error);
        return Tally.Of(findings);
    }

    /// <summary>Writes the findings in a format; returns true if stdout holds that format and must hold nothing else.</summary>
    internal static bool WriteAs(
        FindingsFormat format, IReadOnlyCollection<Diagnostic> findings, string prefix, bool isVerbose, TextWriter output, TextWriter error)
    {
        switch (format)
        {
            case FindingsFormat.Json:
                output.Write(Encoding.UTF8.GetString(JsonReport.Render(findings, prefix).Span));
                return true;
            case FindingsFormat.Sarif:
                output.Write(Encoding.UTF8.GetString(SarifReport.Render(findings, prefix).Span));
                return true;
            case FindingsFormat.Github:
                output.Write(GithubReport.Render(findings, prefix));
                return true;
            case FindingsFormat.Gitlab:
                output.Write(Encoding.UTF8.GetString(GitlabReport.Render(findings, prefix).Span));
                return true;
            default:
                var shown = Shown(findings, isVerbose);
                error.Write(Text(shown, prefix, error));
                TellHidden(findings.Count - shown.Length, error);
                return false;
        }
    }

    private static string Text(IEnumerable<Diagnostic> findings, string prefix, TextWriter error) =>
        TextReport.Render(findings, prefix, Terminal.ShowsColour(error));

    private static Diagnostic[] Shown(IEnumerable<Diagnostic> findings, bool isVerbose) =>
        [.. findings.Where(finding => isVerbose || !finding.NeedsNoAction || finding.WaivedBecause is not null)];

    private static void TellHidden(int count, TextWriter error)
    {
        var notes = count == 1 ? "1 note that needs" : $"{count} notes that need";
        if (count > 0)
            error.WriteLine($"not shown: {notes} no action; haplane check --verbose shows all");
    }
}
