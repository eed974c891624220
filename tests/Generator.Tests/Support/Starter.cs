using System.Collections.Immutable;
using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Rules;

namespace Generator.Tests.Support;

/// <summary>The starter folder with some of its files changed, compiled.</summary>
/// <param name="Topology">The topology.</param>
/// <param name="Originals">The originals.</param>
internal sealed record Starter(string Topology, ImmutableArray<SourceFile> Originals)
{
    private static readonly Case Example = Case.Of(Case.ExampleName);

    internal static Starter Unchanged { get; } = new(Example.Input.Topology.Text, Example.Originals());

    internal Outcome<FileTree> Compile() =>
        Compiler.Compile(new InputSet(new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(Topology)), Originals));

    /// <summary>What is found but notes, which stand beside any cluster of several masters.</summary>
    internal IEnumerable<Diagnostic> Faults() => Compile().Findings.Where(finding => finding.Severity != Severity.Note);

    internal Starter Without(string path) => this with { Originals = ExampleInput.Changed(Originals, new RemovedFile(path)) };

    /// <summary>Adds a captured file, and lists it.</summary>
    internal Starter Adding(string path, string content) => this with { Originals = ExampleInput.Changed(Originals, new AddedFile(path, content)) };

    /// <summary>Lists a file of the source whose content was not captured.</summary>
    internal Starter Listing(string path, string mode) => With(
        "k8s-master1/capture.json",
        "\"files\": [",
        $"\"files\": [\n    {{\"path\": \"{path}\", \"type\": \"file\", \"mode\": \"{mode}\", \"owner\": \"root:root\", \"sha256\": "
            + $"\"0123456789012345678901234567890123456789012345678901234567890123\"}},");

    /// <summary>Replaces a text that must be there, in a file below originals/, as if the host had it so; or as edited after its capture.</summary>
    internal Starter With(string path, string old, string now, bool isEditedAfterCapture = false) =>
        this with { Originals = ExampleInput.Changed(Originals, new ReplacedText(path, old, now, isEditedAfterCapture)) };
}
