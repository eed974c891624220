using Generator.Core;
using Generator.Core.Diagnostics;
using Generator.Tests.Support;

namespace Generator.Tests.Golden;

public class GoldenCaseTests
{
    public static TheoryData<string> Cases => [.. Case.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_compiles_to_what_was_accepted(string name)
    {
        var golden = Case.Of(name);
        var input = golden.Read();
        var outcome = Compiler.Compile(input);
        if (outcome.Result is { } tree)
        {
            Assert.False(File.Exists(golden.ExpectedDiagnostics), $"{name} should have been refused");
            GoldenFiles.Compare(golden.ExpectedFolder, tree);
        }
        else
        {
            Assert.False(Directory.Exists(golden.ExpectedFolder), $"{name} should have compiled:\n{TextReport.Render(outcome.Findings, "")}");
            GoldenFiles.Compare(golden.ExpectedDiagnostics, AnnotatedSource.Of(input.Topology, outcome.Findings));
        }
    }

    // A case that is refused has no resolved topology.
    public static TheoryData<string> CompilingCases => [.. Case.Names.Where(name => !File.Exists(Case.Of(name).ExpectedDiagnostics))];

    [Theory]
    [MemberData(nameof(CompilingCases))]
    public void The_resolved_topology_compiles_to_the_same_files(string name)
    {
        var input = Case.Of(name).Read();
        var tree = Compiler.Compile(input).Result;
        Assert.NotNull(tree);
        var resolved = new SourceFile("topology.yaml", tree.Files["topology.yaml"].Content);
        var again = Compiler.Compile(input with { Topology = resolved });
        Assert.NotNull(again.Result);
        foreach (var (path, file) in tree.Files)
            Assert.True(file.Content.Span.SequenceEqual(again.Result.Files[path].Content.Span), $"{path} differs when built from out/topology.yaml");
    }
}
