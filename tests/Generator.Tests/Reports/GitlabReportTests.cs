using System.Text;
using System.Text.Json.Nodes;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Support;

namespace Generator.Tests.Reports;

/// <summary>The code quality report of GitLab: what its documentation asks for, and fingerprints that tell an old finding from a new one.</summary>
public class GitlabReportTests
{
    private static readonly string[] Severities = ["info", "minor", "major", "critical", "blocker"];

    [Fact]
    public void Every_finding_has_what_gitlab_reads()
    {
        Diagnostic[] findings = [.. Compiler.Check(Case.Of("ten-rule-faults").Input), .. Starter.Unchanged.Compile().Findings];
        var report = Read(findings);
        Assert.Equal(findings.Count(finding => finding.Severity != Severity.Waived), report.Length);
        Assert.All(
            report,
            entry =>
            {
                Assert.NotEqual("", (string?)entry["description"]);
                Assert.Matches("^[A-Z]{3}[0-9]{3}$", (string?)entry["check_name"]);
                Assert.Matches("^[0-9a-f]{64}$", (string?)entry["fingerprint"]);
                Assert.Contains((string?)entry["severity"], Severities);
                Assert.StartsWith("clusters/one/", (string?)entry["location"]?["path"]);
                Assert.True((int?)entry["location"]?["lines"]?["begin"] > 0);
            });
        Assert.Equal(report.Length, Fingerprints(findings).Distinct().Count());
    }

    [Fact]
    public void A_finding_keeps_its_fingerprint_when_lines_are_added_above_it()
    {
        var fault = "a: 1\nb: 1\n"u8.ToArray();
        Assert.Equal(Fingerprints(Two(fault, 0, 5)), Fingerprints(Two([.. "# text\n"u8, .. fault], 7, 12)));
        // Two that are alike are two.
        Assert.Equal(2, Fingerprints(Two(fault, 0, 5)).Distinct().Count());
    }

    private static Diagnostic[] Two(byte[] text, params int[] starts) =>
    [
        .. starts.Select(start => new Location(new SourceFile("t.yaml", text), new ByteSpan(start, start + 1)))
            .Select(at => Diagnostic.Error("TOP001", "a fault", at, "fix it")),
    ];

    private static string[] Fingerprints(Diagnostic[] findings) => [.. Read(findings).Select(entry => (string?)entry["fingerprint"] ?? "")];

    private static JsonObject[] Read(Diagnostic[] findings) =>
    [
        .. JsonNode.Parse(Encoding.UTF8.GetString(GitlabReport.Render(findings, "clusters/one/").Span))?.AsArray().OfType<JsonObject>() ?? [],
    ];
}
