using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reporting.Reports;

/// <summary>Findings, one per line, for logs and for editors that jump to file:line:column.</summary>
public static class LineReport
{
    /// <summary>The findings, errors first, then by place and code.</summary>
    /// <param name="prefix">Written before every path.</param>
    public static string Render(IEnumerable<Diagnostic> findings, string prefix) =>
        string.Concat(TextReport.BySeverity(findings).Select(finding => Line(finding, prefix)));

    private static string Line(Diagnostic finding, string prefix)
    {
        var rest = finding.WaivedBecause is { } reason ? $"waived: {reason}" : $"hint: {finding.Hint}";
        return $"{prefix}{finding.At}: {SeverityName.Of(finding.Severity)} {finding.Code}: {finding.Message} ({rest})\n";
    }
}
