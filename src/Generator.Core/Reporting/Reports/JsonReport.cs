using System.Text.Json;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Formats;

namespace Generator.Core.Reporting.Reports;

/// <summary>Findings as JSON for programs; <c>haplane schema findings</c> prints its schema.</summary>
public static class JsonReport
{
    /// <summary>The version of the format. New members do not change it; members are never removed and never change their meaning.</summary>
    public const string Version = "haplane.findings/v1";

    /// <summary>The findings, sorted by place and then by code.</summary>
    /// <param name="prefix">Written before every path.</param>
    public static ReadOnlyMemory<byte> Render(IReadOnlyCollection<Diagnostic> findings, string prefix) => Json.Of(writer =>
    {
        writer.WriteString("apiVersion", Version);
        writer.WriteNumber("errors", findings.Count(finding => finding.Severity == Severity.Error));
        writer.WriteNumber("warnings", findings.Count(finding => finding.Severity == Severity.Warning));
        writer.WriteNumber("notes", findings.Count(finding => finding.Severity == Severity.Note));
        writer.WriteNumber("waived", findings.Count(finding => finding.Severity == Severity.Waived));
        writer.Objects("findings", TextReport.Sorted(findings), finding => Finding(writer, finding, prefix));
    });

    private static void Finding(Utf8JsonWriter writer, Diagnostic finding, string prefix)
    {
        writer.WriteString("code", finding.Code);
        writer.WriteString("severity", SeverityName.Of(finding.Severity));
        writer.WriteString("message", finding.Message);
        writer.WriteString("hint", finding.Hint);
        writer.Text("waivedBecause", finding.WaivedBecause);
        Place(writer, finding.At, prefix);
        writer.Objects("related", finding.Related, related =>
        {
            writer.WriteString("message", related.Message);
            Place(writer, related.At, prefix);
        });
    }

    private static void Place(Utf8JsonWriter writer, Location at, string prefix)
    {
        writer.WriteString("file", prefix + at.File.Path);
        writer.WriteNumber("line", at.Line);
        writer.WriteNumber("column", at.Column);
    }
}
