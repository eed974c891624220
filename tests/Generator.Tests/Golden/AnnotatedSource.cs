using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;

namespace Generator.Tests.Golden;

/// <summary>A source with its findings under their lines, as a person would mark it; findings in other files follow at the end.</summary>
internal static class AnnotatedSource
{
    internal static string Of(SourceFile source, IEnumerable<Diagnostic> findings)
    {
        var sorted = TextReport.Sorted(findings);
        var text = new StringBuilder();
        var lines = source.Text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            text.Append(lines[i]).Append(i + 1 < lines.Length ? "\n" : "");
            foreach (var finding in sorted.Where(finding => ReferenceEquals(finding.At.File, source) && finding.At.Line == i + 1))
                text.Append(
                    $"# {finding.At.Column}: {finding.Severity} {finding.Code}: {finding.Message}\n#   hint: {finding.Hint}\n{Related(finding)}");
        }

        foreach (var finding in sorted.Where(finding => !ReferenceEquals(finding.At.File, source)))
            text.Append($"# {finding.At}: {finding.Severity} {finding.Code}: {finding.Message}\n#   hint: {finding.Hint}\n{Related(finding)}");
        return text.ToString();
    }

    private static string Related(Diagnostic finding) => string.Concat(finding.Related.Select(place => $"#   {place.At}: {place.Message}\n"));
}
