using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Generator.Core;
using Generator.Core.Audits;
using Generator.Core.Diagnostics;
using Generator.Core.Rules;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

public class RuleTests
{
    private static readonly ImmutableArray<SourceFile> Starter = Case.Of(Case.ExampleName).Originals();

    public static TheoryData<string> Codes => [.. RuleBook.All.Select(rule => rule.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_bad_example_raises_its_code_and_no_other(string code)
    {
        var rule = RuleBook.All.Single(candidate => candidate.Code == code);
        var findings = Compile(rule.Bad).Findings;
        Assert.True(findings.Length > 0 && findings.All(finding => finding.Code == code), TextReport.Render(findings, ""));
        Assert.All(findings, finding => Assert.Equal(rule.Severity, finding.Severity));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_good_example_raises_nothing(string code)
    {
        var findings = Compile(RuleBook.All.Single(rule => rule.Code == code).Good).Findings;
        Assert.True(findings.IsEmpty, TextReport.Render(findings, ""));
    }

    [Fact]
    public void Every_rule_and_every_audit_is_listed()
    {
        Assert.Equal(DeclaredFields<Rule>(typeof(RuleBook)).Order(), RuleBook.All.Select(rule => rule.Code).Order());
        Assert.Equal(DeclaredFields<Audit>(typeof(AuditBook)).Order(), AuditBook.All.Select(audit => audit.Code).Order());
    }

    [Fact]
    public void Codes_are_unique_and_sentences_have_no_final_stop()
    {
        var codes = RuleBook.All.Select(rule => rule.Code).Concat(AuditBook.All.Select(audit => audit.Code)).ToArray();
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(RuleBook.All, rule => Assert.False(rule.Hint.EndsWith('.') || rule.Title.EndsWith('.'), rule.Code));
        Assert.All(RuleBook.All, rule => Assert.EndsWith(".", rule.Why));
    }

    private static Outcome<FileTree> Compile(Example example) =>
        Compiler.Compile(new InputSet(new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(example.Topology)), Originals(example)));

    private static ImmutableArray<SourceFile> Originals(Example example)
    {
        if (example.ChangedFile is not { } changed)
            return Starter;
        var path = $"originals/{changed}";
        var file = Starter.Single(candidate => candidate.Path == path);
        var others = Starter.Remove(file);
        if (example.Old is not { } old)
            return others;
        Assert.Contains(old, file.Text);
        var after = new SourceFile(path, Encoding.UTF8.GetBytes(file.Text.Replace(old, example.New, StringComparison.Ordinal)));
        return example.IsEditedAfterCapture ? others.Add(after) : [.. others.Select(other => WithDigestOf(other, after)), after];
    }

    // As if the file had been captured so: capture.json holds the digest of what is there now.
    private static SourceFile WithDigestOf(SourceFile inventory, SourceFile after)
    {
        var path = after.Path[after.Path.IndexOf('/', "originals/".Length)..];
        if (!inventory.Path.EndsWith("capture.json", StringComparison.Ordinal) || !after.Path.StartsWith(inventory.Path[..^"/capture.json".Length], StringComparison.Ordinal))
            return inventory;
        var digest = Convert.ToHexStringLower(SHA256.HashData(after.Bytes.Span));
        var text = Regex.Replace(inventory.Text, $"(\"path\": \"{Regex.Escape(path)}\",.*\"sha256\": \")[0-9a-f]{{64}}", "${1}" + digest);
        return new SourceFile(inventory.Path, Encoding.UTF8.GetBytes(text));
    }

    private static IEnumerable<string> DeclaredFields<T>(Type inAssemblyOf)
        where T : class =>
        from type in inAssemblyOf.Assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        where field.FieldType == typeof(T)
        let value = field.GetValue(null)
        select (string?)typeof(T).GetProperty("Code", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)?.GetValue(value);
}
