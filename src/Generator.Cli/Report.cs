using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;

namespace Generator.Cli;

/// <summary>Shows findings: to people on stderr, to programs on stdout.</summary>
internal static class Report
{
    /// <summary>Writes the findings for people: with their source lines on a terminal, one line per finding in a log.</summary>
    internal static Tally Write(IReadOnlyCollection<Diagnostic> findings, string prefix, TextWriter error)
    {
        error.Write(Terminal.Is(error) ? TextReport.Render(findings, prefix) : LineReport.Render(findings, prefix));
        return Tally.Of(findings);
    }

    /// <summary>Writes the findings in a format; returns true if stdout holds that format and must hold nothing else.</summary>
    internal static bool WriteAs(FindingsFormat format, IReadOnlyCollection<Diagnostic> findings, string prefix, TextWriter output, TextWriter error)
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
            default:
                error.Write(TextReport.Render(findings, prefix));
                return false;
        }
    }
}
