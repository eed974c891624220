using System.Collections.Immutable;
using Generator.Cli.Archives;
using Generator.Cli.Folders;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Deliveries;

namespace Generator.Cli.DiffSources;

/// <summary>One source of a comparison: an output, or an input that is compiled to one.</summary>
/// <param name="Prefix">Written before the paths of its findings.</param>
/// <param name="Delivery">The output, or its faults.</param>
internal sealed record DiffSource(string Prefix, Outcome<Delivery> Delivery)
{
    private const string Git = "git:";
    private const string TopologyName = "topology.yaml";
    private const string ManifestName = "manifest.json";
    private const string Originals = "originals/";
    private const string Result = "out/";

    /// <summary>Whether it was compiled from a topology.</summary>
    private bool IsCompiled { get; init; }

    /// <summary>
    /// Reads a source from the command line: a folder, a topology file, an <c>out/</c>, an archive of one, or <c>git:REV[:PATH]</c>.
    /// </summary>
    /// <exception cref="MisuseException">It is none of these.</exception>
    internal static DiffSource Read(string name)
    {
        if (name.StartsWith(Git, StringComparison.Ordinal))
            return OfRevision(name);
        if (ResultArchive.IsAt(name))
            return OfResult($"{name}:", ResultArchive.Read(name));
        var directory = new OutDirectory(name);
        if (Directory.Exists(name) && directory.IsOurs)
            return OfResult($"{name.TrimEnd('/')}/", directory.Read());
        var folder = InputFolder.At(name);
        return OfInput(folder.Prefix, folder.Read(), folder.Result.ReadEarlier());
    }

    /// <summary>Reads a source from the command line; null if it has errors, which are written.</summary>
    /// <exception cref="MisuseException">It is none of these.</exception>
    internal static Delivery? ReadOrReport(string name, TextWriter error) => Read(name).OrReport(error);

    /// <summary>The output of the source; null if it has errors, which are written.</summary>
    internal Delivery? OrReport(TextWriter error)
    {
        if (Delivery.Result is null)
            Report.Write([.. Delivery.Findings.Where(finding => finding.Severity == Severity.Error)], Prefix, error);
        return Delivery.Result;
    }

    /// <summary>
    /// The findings of its topology; null where only the output is at hand. For an <c>out/</c> the topology is in the folder above it, if a
    /// build there would write this output.
    /// </summary>
    /// <param name="name">The source, as the command line names it.</param>
    internal ImmutableArray<Diagnostic>? FindingsNear(string name)
    {
        if (IsCompiled)
            return Delivery.Findings;
        if (!Directory.Exists(name) || Path.GetDirectoryName(Path.GetFullPath(name).TrimEnd('/')) is not { } above
            || !File.Exists(Path.Combine(above, TopologyName)))
            return null;
        var compiled = Read(above);
        return compiled.Identity is { } identity && Identity == identity ? compiled.Delivery.Findings : null;
    }

    private string? Identity => Delivery.Result is { } output ? ResultDigests.Identity(output.Tree) : null;

    private static DiffSource OfRevision(string name)
    {
        var parts = name[Git.Length..].Split(':', 2);
        var path = parts.Length == 2 && parts[1].Length > 0 ? parts[1] : ".";
        var files = GitRevision.Read(parts[0], path);
        var prefix = $"{Git}{parts[0]}:{(path == "." ? "" : $"{path.TrimEnd('/')}/")}";
        if (files.ContainsKey(ManifestName))
            return OfResult(
                prefix,
                new FileTree(
                    files.ToImmutableSortedDictionary(
                        file => file.Key, file => new TreeFile(file.Value, IsExecutable: false), StringComparer.Ordinal)));
        if (!files.TryGetValue(TopologyName, out var topology))
            throw new MisuseException($"there is no {TopologyName} and no output at {path} in {parts[0]}; name a folder: git:REV:PATH");
        var originals = files.Where(file => file.Key.StartsWith(Originals, StringComparison.Ordinal))
            .Select(file => new SourceFile(file.Key, file.Value));
        var source = new SourceFile(TopologyName, topology);
        var signers = Compiler.SignersOf(source) is { } signer && files.TryGetValue(signer, out var bytes) ? new SourceFile(signer, bytes) : null;
        var result = files.Where(file => file.Key.StartsWith(Result, StringComparison.Ordinal) && EarlierResults.Needs(file.Key[Result.Length..]))
            .ToImmutableSortedDictionary(
                file => file.Key[Result.Length..], file => new TreeFile(file.Value, IsExecutable: false), StringComparer.Ordinal);
        var earlier = result.ContainsKey(ManifestName) ? Compiler.ReadEarlier(new FileTree(result)) : null;
        return OfInput(prefix, new InputSet(source, [.. originals]) { Signers = signers }, earlier);
    }

    private static DiffSource OfResult(string prefix, FileTree tree) => new(prefix, Compiler.Read(tree));

    // As a build of this folder would do it: the output next to the topology shows what leaves.
    private static DiffSource OfInput(string prefix, InputSet input, Outcome<EarlierResults>? earlier) => earlier is { } read
        ? read.Result is { } before ? OfInput(prefix, input with { Before = before }, null) : new DiffSource(
            $"{prefix}{Result}", Outcome.Of<Delivery>(null, read.Findings))
        : new DiffSource(prefix, Compiler.Compile(input).Then(Compiler.Read)) { IsCompiled = true };
}
