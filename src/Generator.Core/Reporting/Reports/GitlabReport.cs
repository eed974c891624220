using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Formats;

namespace Generator.Core.Reporting.Reports;

/// <summary>Findings as a report of GitLab (docs.gitlab.com, "Code Quality report format"), which a merge request shows at their lines.</summary>
public static class GitlabReport
{
    /// <summary>The findings, sorted by place and then by code, without the waived ones: GitLab has no word for them.</summary>
    /// <param name="prefix">Written before every path, so that it is relative to the repository.</param>
    public static ReadOnlyMemory<byte> Render(IEnumerable<Diagnostic> findings, string prefix) => Json.ListOf(
        Numbered(TextReport.Sorted(findings).Where(finding => finding.Severity != Severity.Waived)),
        (writer, item) => Finding(writer, item.Finding, prefix, item.Number));

    // GitLab compares two reports by fingerprints. A line number would make an old finding a new one where a line is added above it.
    private static IEnumerable<(Diagnostic Finding, int Number)> Numbered(IEnumerable<Diagnostic> findings) => findings
        .GroupBy(finding => (finding.Code, finding.At.File.Path, finding.Message))
        .SelectMany(alike => alike.Select((finding, at) => (finding, at)));

    private static void Finding(Utf8JsonWriter writer, Diagnostic finding, string prefix, int number)
    {
        var path = prefix + finding.At.File.Path;
        writer.WriteString("description", $"{finding.Message}. {finding.Hint}.");
        writer.WriteString("check_name", finding.Code);
        writer.WriteString("fingerprint", Fingerprint(finding.Code, path, finding.Message, number.ToString(CultureInfo.InvariantCulture)));
        writer.WriteString("severity", Level(finding.Severity));
        writer.WriteStartObject("location");
        writer.WriteString("path", path);
        writer.WriteStartObject("lines");
        writer.WriteNumber("begin", finding.At.Line);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Fingerprint(params string[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));

    private static string Level(Severity severity) => severity switch { Severity.Error => "critical", Severity.Warning => "minor", _ => "info" };
}
