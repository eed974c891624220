using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Changes;
using Generator.Tests.Golden;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Reports;

public sealed class ReportTests : IDisposable
{
    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-reports-").FullName;

    public static TheoryData<string> Codes => [.. Catalogue.Pages.Select(page => page.Code)];

    public static TheoryData<string> Cases => [.. Case.Names];

    public static TheoryData<string> Changes => ChangeGoldenTests.Names;

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_page_of_a_code_is_the_accepted_one(string code)
    {
        var page = Catalogue.Find(code) ?? throw new InvalidDataException(code);
        GoldenFiles.Compare(Repository.Path("tests", "golden", "explain", $"{code}.txt"), ExplainText.Of(page, Starter.Unchanged.Originals));
    }

    [Fact]
    public void Every_code_in_the_sources_has_a_page_and_every_page_a_code()
    {
        var written = Directory.EnumerateFiles(Repository.Path("src", "Generator.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), "^ *\"([A-Z]{3}[0-9]{3})\",|\\(\"([A-Z]{3}[0-9]{3})\"", RegexOptions.Multiline))
            .Select(match => match.Groups[1].Value + match.Groups[2].Value)
            .Distinct();
        Assert.Equal(written.Order(StringComparer.Ordinal), Catalogue.Pages.Select(page => page.Code));
        GoldenFiles.CompareNames(Repository.Path("tests", "golden", "explain"), Catalogue.Pages.Select(page => $"{page.Code}.txt"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_schema_takes_what_the_binder_takes(string name)
    {
        var golden = Case.Of(name);
        var (code, text) = Validates(
            Encoding.UTF8.GetString(TopologySchema.Render().Span), File.ReadAllText(Path.Combine(golden.Folder, "topology.yaml")));
        Assert.Equal(name is "ten-shape-faults" or "ten-rule-faults" or "broken/not-decided-yet" ? 1 : 0, code);
        if (name == "ten-shape-faults")
            Assert.All(
                ["apiVersion", "cluster", "kubernetes", "ssh", "layout/root", "layout/units"],
                path => Assert.Contains($"{path}: ", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_schema_beside_the_example_is_the_one_that_is_printed() =>
        GoldenFiles.Compare(Repository.Path("out-example", "topology.schema.json"), Encoding.UTF8.GetString(TopologySchema.Render().Span));

    [Fact]
    public void The_schema_of_captures_takes_what_the_reader_takes()
    {
        var schema = Encoding.UTF8.GetString(CaptureSchema.Render().Span);
        var inventories = Case.Names.SelectMany(name => Case.Of(name).Input.Originals)
            .Where(file => file.Path.EndsWith("/capture.json", StringComparison.Ordinal))
            .DistinctBy(file => file.Text)
            .ToArray();
        Assert.NotEmpty(inventories);
        foreach (var inventory in inventories)
        {
            var (code, text) = Validates(schema, inventory.Text);
            Assert.True(code == 0, $"{inventory.Path}: {text}");
        }

        var whole = Capturing.Census.Whole();
        Assert.Equal((0, "\n"), Validates(schema, whole));
        Assert.All(
            ["\"active\"", "\"rule\": ", "\"reason\": \"secret-table\"", "\"sameAs\": ", "\"distro\": "],
            key => Assert.Contains(key, whole, StringComparison.Ordinal));
        Assert.NotEqual(0, Validates(schema, whole.Replace("secret-table", "SecretTable", StringComparison.Ordinal)).Code);
        Assert.NotEqual(0, Validates(schema, whole.Replace("\"active\": ", "\"is\": ", StringComparison.Ordinal)).Code);
    }

    [Fact]
    public void Findings_as_json_keep_to_their_schema()
    {
        var findings = Faults();
        var (code, text) = Validates(FindingsSchema.Text, Encoding.UTF8.GetString(JsonReport.Render(findings, "a b/").Span));
        Assert.True(code == 0, text);
        Assert.NotEqual(0, Validates(FindingsSchema.Text, "{\"apiVersion\": \"haplane.findings/v2\"}").Code);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Changes_as_json_keep_to_their_schema(string name)
    {
        var (code, text) = Validates(ChangeSchema.Text, Encoding.UTF8.GetString(ChangeJson.Render(ChangeGoldenTests.Of(name)).Span));
        Assert.True(code == 0, text);
        Assert.NotEqual(0, Validates(ChangeSchema.Text, "{\"apiVersion\": \"haplane.diff/v2\"}").Code);
    }

    [Fact]
    public void Findings_as_sarif_keep_to_the_standard()
    {
        var schema = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "SarifSchema").Value ?? "";
        Assert.True(File.Exists(schema), schema);
        var (code, text) = Validates(File.ReadAllText(schema), Encoding.UTF8.GetString(SarifReport.Render(Faults(), "a b/").Span));
        Assert.True(code == 0, text);
        Assert.NotEqual(0, Validates(File.ReadAllText(schema), "{\"version\": \"2.1.0\"}").Code);
    }

    [Fact]
    public void A_waived_finding_stays_with_its_reason_in_every_form()
    {
        var findings = Starter.Unchanged.Compile().Findings;
        Assert.Contains("waived LBR001", LineReport.Render(findings, ""));
        Assert.Contains("(waived: one load balancer, as in the runbook)", LineReport.Render(findings, ""));
        Assert.Contains("\n::notice file=topology.yaml,line=29,col=18,title=LBR001::", GithubReport.Render(findings, ""));
        Assert.Contains("\"waivedBecause\": \"one load balancer, as in the runbook\"", Encoding.UTF8.GetString(JsonReport.Render(findings, "").Span));
        Assert.Contains(
            "\"justification\": \"one load balancer, as in the runbook\"", Encoding.UTF8.GetString(SarifReport.Render(findings, "").Span));
    }

    [Fact]
    public void An_annotation_cannot_be_broken_out_of()
    {
        var at = Location.StartOf(new SourceFile("a,b:c%.yaml", default));
        Assert.Equal(
            "::error file=a%2Cb%3Ac%25.yaml,line=1,col=1,title=X::one%0A::error::two%25%0Ahint: h\n",
            GithubReport.Render([Diagnostic.Error("X", "one\n::error::two%", at, "h")], ""));
    }

    private static Diagnostic[] Faults() => [.. Compiler.Check(Case.Of("ten-rule-faults").Input), .. Starter.Unchanged.Compile().Findings];

    private (int Code, string Text) Validates(string schema, string document) => JsonSchemas.Validates(scratch, schema, document);
}
