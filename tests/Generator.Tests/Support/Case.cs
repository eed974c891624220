using System.Collections.Immutable;
using Generator.Core;
using Generator.Core.Deliveries;
using Generator.Core.Diagnostics;

namespace Generator.Tests.Support;

/// <summary>A folder of tests/cases, or out-example: a topology, originals of its own or shared ones, and what is expected.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record Case(string Folder)
{
    internal const string ExampleName = "out-example";

    /// <summary>Its path below tests/cases, or the name of the example.</summary>
    internal string Name => Path.GetFileName(Folder) == ExampleName ? ExampleName : Path.GetRelativePath(Repository.Path("tests", "cases"), Folder);

    /// <summary>Where the accepted result lies: <c>out/</c> in the example, <c>expected/</c> elsewhere.</summary>
    internal string ExpectedFolder => Path.Combine(Folder, Name == ExampleName ? "out" : "expected");

    internal string ExpectedDiagnostics => Path.Combine(Folder, "expected.diagnostics");

    internal static Case Of(string name) => new(name == ExampleName ? Repository.Path(name) : Repository.Path("tests", "cases", name));

    /// <summary>Every case: a folder below tests/cases with a topology, which may stand in a folder of its kind.</summary>
    internal static IEnumerable<string> Names
    {
        get
        {
            var cases = Repository.Path("tests", "cases");
            var folders = Directory.EnumerateDirectories(cases).SelectMany(folder => IsCase(folder) ? [folder] : Directory.GetDirectories(folder).Where(IsCase));
            return folders.Select(folder => Path.GetRelativePath(cases, folder)).Append(ExampleName).Order(StringComparer.Ordinal);
        }
    }

    private static bool IsCase(string folder) => File.Exists(Path.Combine(folder, "topology.yaml"));

    internal InputSet Read()
    {
        var topology = new SourceFile("topology.yaml", File.ReadAllBytes(Path.Combine(Folder, "topology.yaml")));
        return new InputSet(topology, Originals()) { Before = Before(), Signers = Signers(topology) };
    }

    private SourceFile? Signers(SourceFile topology) =>
        Compiler.SignersOf(topology) is { } name && File.Exists(Path.Combine(Folder, name)) ? new SourceFile(name, File.ReadAllBytes(Path.Combine(Folder, name))) : null;

    // What the hosts have before: the result of another case, where before.from names one.
    private Delivery? Before()
    {
        var from = Path.Combine(Folder, "before.from");
        return File.Exists(from) ? Compiler.Compile(Of(File.ReadAllText(from).Trim()).Read()).Then(Compiler.Read).Whole() : null;
    }

    /// <summary>The originals: those of another case where originals.from names one, with those of this folder over them.</summary>
    internal ImmutableArray<SourceFile> Originals()
    {
        var from = Path.Combine(Folder, "originals.from");
        var shared = File.Exists(from) ? Of(File.ReadAllText(from).Trim()).Originals() : [];
        var own = Files(Folder, "originals").Select(file => new SourceFile(file, File.ReadAllBytes(Path.Combine(Folder, file)))).ToArray();
        return [.. own, .. shared.Where(file => own.All(other => other.Path != file.Path))];
    }

    /// <summary>The paths below a folder, relative to <paramref name="root"/>.</summary>
    internal static IEnumerable<string> Files(string root, string folder)
    {
        var path = Path.Combine(root, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal)
            : [];
    }
}
