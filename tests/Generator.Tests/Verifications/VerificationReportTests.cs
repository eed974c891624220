using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Generator.Core.Reporting.Verifications;
using Generator.Core.Verifying;
using Generator.Tests.Golden;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Verifications;

/// <summary>A verification in every form, as accepted, and with texts that try to break out of the form.</summary>
public sealed class VerificationReportTests : IDisposable
{
    private const string Secret = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4eHh4eHgifQ.c2lnbmF0dXJl";

    private static readonly Dictionary<string, Verification> Known = new(StringComparer.Ordinal)
    {
        ["rich"] = Samples.Rich,
        ["fine"] = Samples.Healthy,
    };

    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-verification-").FullName;

    public static TheoryData<string> Names => [.. Known.Keys];

    public static TheoryData<string> HostileTexts =>
    [
        "<script>alert(1)</script>",
        "]]>&lt;\"'`{{ Head }}",
        "a\nb\r\tc\"} 1\n# HELP x\\",
        "\e[31m\0\a\u202e\u2028\ufffe",
        "\ud800 alone",
        "",
    ];

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_verification_is_reported_as_was_accepted(string name)
    {
        var verification = Known[name];
        Compare($"{name}.txt", VerificationText.Of(verification, "out"));
        Compare($"{name}.json", Encoding.UTF8.GetString(CompactJson.Of(VerificationJson.Of(verification)).Span));
        Compare($"{name}.xml", Encoding.UTF8.GetString(VerificationJunit.Of(verification).Span));
        Compare($"{name}.html", VerificationPage.Of(verification, "out"));
        Compare($"{name}.prom", VerificationMetrics.Of(verification));
    }

    [Fact]
    public void Every_accepted_report_is_made() => GoldenFiles.CompareNames(
        Repository.Path("tests", "golden", "verification"),
        Known.Keys.SelectMany(name => new[] { "txt", "json", "xml", "html", "prom" }.Select(form => $"{name}.{form}")));

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void A_hostile_text_stays_on_its_line_of_the_text_report(string text)
    {
        var report = VerificationText.Of(Samples.Hostile(text), "out");
        Assert.DoesNotContain(report, c => c != '\n' && c != '\t' && char.IsControl(c));
        Assert.DoesNotContain('\u202e', report);
        Assert.Equal(report.Count(c => c == '\n'), VerificationText.Of(Samples.Hostile(OneWord(text)), "out").Count(c => c == '\n'));
    }

    [Fact]
    public void The_terminal_s_colours_are_all_that_it_has_more()
    {
        var coloured = VerificationText.Of(Samples.Rich, "out", colour: true);
        Assert.Equal(VerificationText.Of(Samples.Rich, "out"), Regex.Replace(coloured, "\e\\[[0-9]*m", ""));
        Assert.Contains("\e[31m  drift: /opt/kubernetes/cfg/token.csv", coloured);
    }

    [Fact]
    public void A_line_is_broken_between_words_and_a_long_word_is_left_whole()
    {
        var path = $"/{new string('x', 300)}";
        var check = new Check("a", CheckArea.File, path, CheckState.Drift, string.Concat(Enumerable.Repeat("word ", 60)));
        var report = VerificationText.Of(Samples.Healthy with { Checks = [check] }, "out");
        Assert.Contains(path, report);
        Assert.All(report.Split('\n').Where(line => !line.Contains(path, StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 100));
        Assert.Equal(60, Regex.Count(report, @"\bword\b"));
    }

    [Fact]
    public void The_output_s_path_is_quoted_for_a_shell_where_it_must_be() =>
        Assert.Contains(
            "haplane apply 'my out; it'\\''s' --hosts k8s-master2,k8s-node2 --overwrite\n", VerificationText.Of(Samples.Rich, "my out; it's"));

    [Fact]
    public void Three_hundred_hosts_that_lose_nothing_take_one_line()
    {
        var row = Samples.Rich.Failures.Rows[0];
        var rows = Enumerable.Range(1, 300).Select(number => row with { Hosts = [$"n{number}"], LostNodes = [$"n{number}"] });
        var report = VerificationText.Of(Samples.Healthy with { Failures = new([.. rows]) }, "out");
        Assert.Contains("\n  each of the 300 cases: nothing is lost\n", report);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_json_keeps_to_its_schema(string name) => Keeps(VerificationJson.Of(Known[name]));

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void The_json_holds_any_text(string text)
    {
        var json = VerificationJson.Of(Samples.Hostile(text));
        Keeps(json);
        using var document = JsonDocument.Parse(json);
        var subject = document.RootElement.GetProperty("checks")[0].GetProperty("subject").GetString();
        Assert.Equal(text.Replace('\ud800', '\ufffd'), subject);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_junit_report_is_valid_and_counts_what_it_has(string name)
    {
        var verification = Known[name];
        var root = JunitSchema.Valid(VerificationJunit.Of(verification));
        Assert.Equal(verification.Checks.Length, root.Descendants("testcase").Count());
        Assert.Equal(verification.With(CheckState.Unknown).Count(), root.Descendants("error").Count());
        foreach (var suite in root.Elements("testsuite").Append(root))
        {
            Assert.Equal($"{suite.Descendants("testcase").Count()}", suite.Attribute("tests")?.Value);
            Assert.Equal($"{suite.Descendants("failure").Count()}", suite.Attribute("failures")?.Value);
            Assert.Equal($"{suite.Descendants("error").Count()}", suite.Attribute("errors")?.Value);
        }
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void The_junit_report_is_valid_with_any_text(string text)
    {
        var root = JunitSchema.Valid(VerificationJunit.Of(Samples.Hostile(text)));
        Assert.All(root.DescendantsAndSelf().SelectMany(element => element.Attributes()), attribute => Assert.All(attribute.Value, AssertVisible));
        Assert.Empty(root.Descendants("script"));
    }

    [Fact]
    public void A_secret_that_the_host_left_in_a_difference_is_in_no_report()
    {
        string[] key = [" -----BEGIN RSA PRIVATE KEY-----", "+MIIEowIBAAKCAQEAx", " -----END RSA PRIVATE KEY-----"];
        Check[] checks =
        [
            new("a", CheckArea.File, "/token", CheckState.Drift, "changed")
            {
                Difference = [$"-    token: {Secret}", $"+--token={Secret}", "+--v=2"],
            },
            new("a", CheckArea.File, "/key", CheckState.Drift, "changed") { Difference = [.. key] },
        ];
        var verification = Samples.Healthy with { Checks = [.. checks] };
        string[] reports =
        [
            VerificationText.Of(verification, "out"),
            Encoding.UTF8.GetString(VerificationJson.Of(verification).Span),
            Encoding.UTF8.GetString(VerificationJunit.Of(verification).Span),
            VerificationPage.Of(verification, "out"),
        ];
        Assert.All(reports, report =>
        {
            Assert.DoesNotContain(Secret, report);
            Assert.DoesNotContain("MIIEow", report);
            Assert.Contains("+--v=2", report);
            Assert.Contains("haplane-redacted: a private key", report);
        });
    }

    // A text of one line with the same blanks.
    private static string OneWord(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.Value is >= ' ' and < 127 ? $"{rune}" : "?"));

    private static void AssertVisible(char c) => Assert.True(XmlConvert.IsXmlChar(c) && !char.IsControl(c), $"{(int)c:x4}");

    private void Keeps(ReadOnlyMemory<byte> json)
    {
        var (code, text) = JsonSchemas.Validates(scratch, VerificationSchema.Text, Encoding.UTF8.GetString(json.Span));
        Assert.True(code == 0, text);
        Assert.NotEqual(0, JsonSchemas.Validates(scratch, VerificationSchema.Text, "{\"apiVersion\": \"haplane.verification/v2\"}").Code);
    }

    private static void Compare(string file, string actual) =>
        GoldenFiles.Compare(Repository.Path("tests", "golden", "verification", file), actual);
}
