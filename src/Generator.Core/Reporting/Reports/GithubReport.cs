using System.Globalization;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reporting.Reports;

/// <summary>Findings as annotations of a GitHub workflow (docs.github.com, "Workflow commands for GitHub Actions").</summary>
public static class GithubReport
{
    /// <summary>The findings, sorted by place and then by code.</summary>
    /// <param name="prefix">Written before every path, so that it is relative to the repository.</param>
    public static string Render(IEnumerable<Diagnostic> findings, string prefix) =>
        string.Concat(TextReport.Sorted(findings).Select(finding => Annotation(finding, prefix)));

    private static string Annotation(Diagnostic finding, string prefix)
    {
        var command = finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "notice" };
        var rest = finding.WaivedBecause is { } reason ? $"waived: {reason}" : $"hint: {finding.Hint}";
        var place = string.Create(
            CultureInfo.InvariantCulture, $"file={Property(prefix + finding.At.File.Path)},line={finding.At.Line},col={finding.At.Column}");
        return $"::{command} {place},title={finding.Code}::{Data(finding.Message)}%0A{Data(rest)}\n";
    }

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
