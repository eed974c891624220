using System.Text.Json;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Formats;

namespace Generator.Core.Reporting.Reports;

/// <summary>Findings as SARIF 2.1.0 (OASIS), which code scanning shows at their lines.</summary>
public static class SarifReport
{
    /// <summary>The findings, sorted by place and then by code. A waived finding is suppressed with its reason.</summary>
    /// <param name="prefix">Written before every path, so that it is relative to the repository.</param>
    public static ReadOnlyMemory<byte> Render(IReadOnlyCollection<Diagnostic> findings, string prefix) => Json.Of(writer =>
    {
        writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        writer.WriteString("version", "2.1.0");
        writer.Objects("runs", [findings], run =>
        {
            writer.WriteStartObject("tool");
            writer.WriteStartObject("driver");
            writer.WriteString("name", "haplane");
            writer.Objects("rules", Catalogue.Pages, page => Rule(writer, page));
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteString("columnKind", "unicodeCodePoints");
            writer.Objects("results", TextReport.Sorted(run), finding => Result(writer, finding, prefix));
        });
    });

    private static void Rule(Utf8JsonWriter writer, Page page)
    {
        writer.WriteString("id", page.Code);
        Message(writer, "shortDescription", page.Title);
        Message(writer, "fullDescription", page.Why);
        Message(writer, "help", page.Hint);
        writer.WriteStartObject("defaultConfiguration");
        writer.WriteString("level", SeverityName.Of(page.Severity));
        writer.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter writer, Diagnostic finding, string prefix)
    {
        writer.WriteString("ruleId", finding.Code);
        writer.WriteString("level", Level(finding.Severity));
        Message(writer, "message", $"{finding.Message}. {finding.Hint}.");
        writer.Objects("locations", [finding.At], at => Place(writer, at, prefix));
        if (finding.Related.Length > 0)
        {
            writer.Objects("relatedLocations", finding.Related, related =>
            {
                Place(writer, related.At, prefix);
                Message(writer, "message", related.Message);
            });
        }

        if (finding.WaivedBecause is { } reason)
        {
            writer.Objects("suppressions", [reason], why =>
            {
                writer.WriteString("kind", "external");
                writer.WriteString("justification", why);
            });
        }
    }

    // A waived finding is suppressed, and SARIF has no separate level for that.
    private static string Level(Severity severity) => severity == Severity.Waived ? "warning" : SeverityName.Of(severity);

    private static void Place(Utf8JsonWriter writer, Location at, string prefix)
    {
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", Uri.EscapeDataString(prefix + at.File.Path).Replace("%2F", "/", StringComparison.Ordinal));
        writer.WriteEndObject();
        writer.WriteStartObject("region");
        writer.WriteNumber("startLine", at.Line);
        writer.WriteNumber("startColumn", at.Column);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }
}
