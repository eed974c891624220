using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Planning.Audits;
using Generator.Core.Reporting.Reports;
using Generator.Core.Rules;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

public class RuleTests
{
    public static TheoryData<string> Codes => [.. RuleBook.All.Select(rule => rule.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_bad_example_raises_its_code_and_no_other(string code)
    {
        var rule = RuleBook.All.Single(candidate => candidate.Code == code);
        var findings = Faults(rule.Bad, but: code);
        Assert.True(findings.Length > 0 && findings.All(finding => finding.Code == code), TextReport.Render(findings, ""));
        Assert.All(findings, finding => Assert.Equal(rule.Severity, finding.Severity));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_good_example_raises_nothing(string code)
    {
        var findings = Faults(RuleBook.All.Single(rule => rule.Code == code).Good, but: code);
        Assert.True(findings.Length == 0, TextReport.Render(findings, ""));
    }

    [Fact]
    public void Codes_are_unique_and_sentences_have_no_final_stop()
    {
        var codes = RuleBook.All.Select(rule => rule.Code).Concat(AuditBook.All.Select(audit => audit.Code)).ToArray();
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(RuleBook.All, rule => Assert.False(rule.Hint.EndsWith('.') || rule.Title.EndsWith('.'), rule.Code));
        Assert.All(RuleBook.All, rule => Assert.EndsWith(".", rule.Why));
    }

    [Fact]
    public void No_page_names_a_command_that_is_not_built()
    {
        var texts = Generator.Core.Reporting.Reports.Catalogue.Pages.Select(page => $"{page.Why} {page.Hint}").ToArray();
        var named =
            texts.SelectMany(text => System.Text.RegularExpressions.Regex.Matches(text, "\"haplane ([a-z]+)").Select(match => match.Groups[1].Value))
            .Distinct()
            .ToArray();
        Assert.NotEmpty(named);
        Assert.All(named, command => Assert.Equal(0, Bundles.BundleFolder.Run(command, "--help").Code));
    }

    // A note is no fault: that of another rule may stand beside any example.
    private static Diagnostic[] Faults(Example example, string but) =>
        [
            .. Compiler.Compile(example.Input(Starter.Unchanged.Originals)).Findings
                .Where(finding => finding.Severity != Severity.Note || finding.Code == but),
        ];
}
