using System.Collections.Immutable;
using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Support;

namespace Generator.Tests.Golden;

public class GoldenCaseTests
{
    public static TheoryData<string> Cases => [.. Case.Names];

    public static TheoryData<string> CompilingCases => [.. Case.Compiling.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_compiles_to_what_was_accepted(string name)
    {
        var golden = Case.Of(name);
        var outcome = golden.Outcome;
        if (outcome.Result is not { } tree)
        {
            NeverAccepted(golden.ExpectedPatch, $"{name} should have compiled:\n{TextReport.Render(outcome.Findings, "")}");
            GoldenFiles.Compare(golden.ExpectedDiagnostics, AnnotatedSource.Of(golden.Input.Topology, outcome.Findings));
            return;
        }

        NeverAccepted(golden.ExpectedDiagnostics, $"{name} should have been refused");
        if (golden.Base is { } built)
            CompareWithPatch(golden.ExpectedPatch, OutputText.Of(built.Output), OutputText.Of(tree));
        else
            GoldenFiles.Compare(Path.Combine(golden.Folder, "out"), tree);
    }

    [Theory]
    [MemberData(nameof(CompilingCases))]
    public void What_follows_from_other_files_is_what_follows_from_them(string name)
    {
        var tree = Case.Of(name).Output;
        var derived = tree.Files.Where(file => DerivedFiles.Has(file.Key, file.Value)).Select(file => file.Key).ToArray();
        Assert.Contains("SHA256SUMS", derived);
        Assert.Contains("rollout.json", derived);
        Assert.All(derived, path => Assert.Equal(DerivedFiles.Expected(tree, path), DerivedFiles.Text(tree, path)));
    }

    // Goldens keep JSON with less white space: this is the rest of its bytes.
    [Theory]
    [MemberData(nameof(CompilingCases))]
    public void Json_is_written_in_one_form(string name)
    {
        foreach (var (_, file) in Case.Of(name).Output.Files.Where(file => file.Key.EndsWith(".json", StringComparison.Ordinal)))
            Assert.Equal(Encoding.UTF8.GetString(file.Content.Span), CompactJson.Indented(CompactJson.Of(file.Content)));
    }

    [Theory]
    [MemberData(nameof(CompilingCases))]
    public void The_resolved_topology_compiles_to_the_same_files(string name)
    {
        var golden = Case.Of(name);
        var resolved = new SourceFile("topology.yaml", golden.Output.Files["topology.yaml"].Content);
        var again = Compiler.Compile(golden.Input with { Topology = resolved }).Whole();
        foreach (var (path, file) in golden.Output.Files)
            Assert.True(file.Content.Span.SequenceEqual(again.Files[path].Content.Span), $"{path} differs when built from out/topology.yaml");
    }

    // A patch leaves former/ out.
    [Theory]
    [MemberData(nameof(CompilingCases))]
    public void What_former_keeps_is_what_the_hosts_have_before(string name)
    {
        var golden = Case.Of(name);
        var kept = golden.Output.Files.Where(file => file.Key.StartsWith(EarlierResults.Folder, StringComparison.Ordinal)).ToArray();
        Assert.Equal(golden.Input.Before is null ? [] : ["former/manifest.json", "former/topology.yaml"], kept.Select(file => file.Key));
        Assert.All(kept, file => Assert.Equal(golden.Base?.Bytes(file.Key[EarlierResults.Folder.Length..]), file.Value.Content.ToArray()));
    }

    private static void NeverAccepted(string path, string fault)
    {
        if (GoldenFiles.IsUpdating && File.Exists(path))
            GoldenFiles.Remove(path);
        Assert.False(File.Exists(path), fault);
    }

    private static void CompareWithPatch(
        string path, ImmutableSortedDictionary<string, string> built, ImmutableSortedDictionary<string, string> actual)
    {
        if (GoldenFiles.IsUpdating && !Makes(path, built, actual))
            GoldenFiles.Compare(path, Encoding.Latin1.GetBytes(OutputPatch.Between(built, actual)));
        Assert.True(File.Exists(path), $"{path} is missing; read what would be there and accept it with UPDATE_GOLDEN=1");
        var expected = OutputPatch.Apply(built, Read(path));
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, text) in actual)
        {
            if (expected[name] != text)
                Assert.Fail($"{name} differs from what {path} makes:\n{GoldenFiles.FirstDifference(expected[name], text)}");
        }
    }

    // A patch that still makes the output stays as it is.
    private static bool Makes(string path, ImmutableSortedDictionary<string, string> built, ImmutableSortedDictionary<string, string> actual)
    {
        try
        {
            return File.Exists(path) && OutputPatch.Apply(built, Read(path)).SequenceEqual(actual);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static string Read(string path) => Encoding.Latin1.GetString(File.ReadAllBytes(path));
}
