using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Deliveries;
using Generator.Tests.Golden;

namespace Generator.Tests.Support;

/// <summary>A folder of tests/cases, or out-example: a topology, originals of its own or shared ones, and what is expected.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record Case(string Folder)
{
    internal const string ExampleName = "out-example";

    private static readonly ConcurrentDictionary<string, Lazy<(InputSet Input, Outcome<FileTree> Outcome)>> All = new(StringComparer.Ordinal);

    /// <summary>Its path below tests/cases, or the name of the example.</summary>
    internal string Name => Path.GetFileName(Folder) == ExampleName ? ExampleName : Path.GetRelativePath(Repository.Path("tests", "cases"), Folder);

    /// <summary>How the accepted output differs from that of <see cref="Base"/>; the example has an <c>out/</c> instead.</summary>
    internal string ExpectedPatch => Path.Combine(Folder, "expected.patch");

    private string OriginalsPatchFile => Path.Combine(Folder, "originals.patch");

    internal string ExpectedDiagnostics => Path.Combine(Folder, "expected.diagnostics");

    /// <summary>The case that this one is built on: what the hosts have before, or whose originals it shares, or the example.</summary>
    internal Case? Base => Name == ExampleName ? null : Of(Named("before.from") ?? Named("originals.from") ?? ExampleName);

    /// <summary>The output, which a case that is refused does not have.</summary>
    internal FileTree Output => Outcome.Whole();

    internal InputSet Input => Compiled.Input;

    internal Outcome<FileTree> Outcome => Compiled.Outcome;

    // Each case is read and compiled once in a run.
    private (InputSet Input, Outcome<FileTree> Outcome) Compiled =>
        All.GetOrAdd(Name, _ => new(() => Read() is var input ? (input, Compiler.Compile(input)) : default)).Value;

    internal static Case Example => Of(ExampleName);

    /// <summary>Every case that is not expected to be refused.</summary>
    internal static IEnumerable<Case> Compiling => Names.Select(Of).Where(golden => !File.Exists(golden.ExpectedDiagnostics));

    /// <summary>The files of all outputs with an ending, each with its case.</summary>
    internal static TheoryData<string, string> FilesThatEndIn(string end) =>
    [
        .. from golden in Compiling
           from file in golden.Output.Files.Keys
           where file.EndsWith(end, StringComparison.Ordinal)
           select (golden.Name, file),
    ];

    internal static Case Of(string name) => new(name == ExampleName ? Repository.Path(name) : Repository.Path("tests", "cases", name));

    /// <summary>Every case: a folder below tests/cases with a topology, which may stand in a folder of its kind.</summary>
    internal static IEnumerable<string> Names
    {
        get
        {
            var cases = Repository.Path("tests", "cases");
            var folders = Directory.EnumerateDirectories(cases)
                .SelectMany(folder => IsCase(folder) ? [folder] : Directory.GetDirectories(folder).Where(IsCase));
            return folders.Select(folder => Path.GetRelativePath(cases, folder)).Append(ExampleName).Order(StringComparer.Ordinal);
        }
    }

    private static bool IsCase(string folder) => File.Exists(Path.Combine(folder, "topology.yaml"));

    /// <summary>Writes the output into a folder, for the tools that read files.</summary>
    internal void LayOut(string folder)
    {
        foreach (var (name, file) in Output.Files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
            File.WriteAllBytes(path, file.Content.ToArray());
        }
    }

    /// <summary>One file of the output.</summary>
    internal byte[] Bytes(string path) => Output.Files[path].Content.ToArray();

    private InputSet Read()
    {
        var topology = new SourceFile("topology.yaml", File.ReadAllBytes(Path.Combine(Folder, "topology.yaml")));
        return new InputSet(topology, Originals()) { Before = Before(), Signers = Signers(topology) };
    }

    private SourceFile? Signers(SourceFile topology) =>
        Compiler.SignersOf(topology) is { } name && File.Exists(Path.Combine(Folder, name))
            ? new SourceFile(name, File.ReadAllBytes(Path.Combine(Folder, name)))
            : null;

    // What the hosts have before: the output of another case, where before.from names one; all of it rolled out.
    private EarlierResults? Before() => Named("before.from") is { } from ? Compiler.ReadEarlier(Of(from).Output).Whole().Done() : null;

    // The case that a file of this folder names.
    private string? Named(string file) =>
        Path.Combine(Folder, file) is var path && File.Exists(path) ? File.ReadAllText(path).Trim() : null;

    /// <summary>
    /// The originals: those of another case where originals.from names one, changed by originals.patch, with those of this folder over them.
    /// </summary>
    internal ImmutableArray<SourceFile> Originals()
    {
        var shared = Named("originals.from") is { } from ? Of(from).Originals() : [];
        var changed = File.Exists(OriginalsPatchFile)
            ? OriginalsPatch.Apply(shared, Encoding.Latin1.GetString(File.ReadAllBytes(OriginalsPatchFile)))
            : shared;
        var own = Files(Folder, "originals").Select(file => new SourceFile(file, File.ReadAllBytes(Path.Combine(Folder, file)))).ToArray();
        return [.. own, .. changed.Where(file => own.All(other => other.Path != file.Path))];
    }

    /// <summary>The originals that are not those of the case they are shared with, byte for byte.</summary>
    internal IEnumerable<SourceFile> OwnOriginals()
    {
        var shared = Named("originals.from") is { } from ? Of(from).Originals() : [];
        return Originals().Where(file => !shared.Any(other => other.Path == file.Path && other.Bytes.Span.SequenceEqual(file.Bytes.Span)));
    }

    /// <summary>The paths below a folder, relative to <paramref name="root"/>.</summary>
    internal static IEnumerable<string> Files(string root, string folder)
    {
        var path = Path.Combine(root, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(root, file))
                .Order(StringComparer.Ordinal)
            : [];
    }
}
