using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Generator.Core;
using Generator.Core.Diagnostics;

namespace Generator.Tests.Support;

/// <summary>The starter folder with some of its files changed, compiled.</summary>
/// <param name="Topology">The topology.</param>
/// <param name="Originals">The originals.</param>
internal sealed record Starter(string Topology, ImmutableArray<SourceFile> Originals)
{
    private const string Folder = "originals/";
    private static readonly Case Example = Case.Of(Case.ExampleName);

    internal static Starter Unchanged { get; } = new(Example.Read().Topology.Text, Example.Originals());

    internal Outcome<FileTree> Compile() =>
        Compiler.Compile(new InputSet(new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(Topology)), Originals));

    internal Starter Without(string path) => this with { Originals = [.. Originals.Where(file => file.Path != Folder + path)] };

    /// <summary>A host that the starter has nothing of, with one captured file.</summary>
    internal Starter Adding(string path, string content)
    {
        var (host, live) = (path[..path.IndexOf('/')], path[path.IndexOf('/')..]);
        var file = new SourceFile(Folder + path, Encoding.UTF8.GetBytes(content));
        var inventory = $$"""
            {"apiVersion": "haplane.capture/v1", "host": "{{host}}", "architecture": "x86_64", "files": [
              {"path": "{{live}}", "type": "file", "mode": "0644", "owner": "root:root", "size": {{file.Bytes.Length}}, "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span))}}"}
            ]}
            """;
        return this with { Originals = [.. Originals, file, new SourceFile($"{Folder}{host}/capture.json", Encoding.UTF8.GetBytes(inventory))] };
    }

    /// <summary>Replaces a text that must be there, in a file below originals/, as if the host had it so; or as edited after its capture.</summary>
    internal Starter With(string path, string old, string now, bool isEditedAfterCapture = false)
    {
        var file = Originals.Single(candidate => candidate.Path == Folder + path);
        Assert.Contains(old, file.Text);
        var after = new SourceFile(file.Path, Encoding.UTF8.GetBytes(file.Text.Replace(old, now, StringComparison.Ordinal)));
        var others = Originals.Remove(file);
        return this with { Originals = isEditedAfterCapture ? others.Add(after) : [.. others.Select(other => WithDigestOf(other, after)), after] };
    }

    private static SourceFile WithDigestOf(SourceFile inventory, SourceFile after)
    {
        var path = after.Path[after.Path.IndexOf('/', Folder.Length)..];
        if (!inventory.Path.EndsWith("capture.json", StringComparison.Ordinal) || !after.Path.StartsWith(inventory.Path[..^"/capture.json".Length], StringComparison.Ordinal))
            return inventory;
        var digest = Convert.ToHexStringLower(SHA256.HashData(after.Bytes.Span));
        var text = Regex.Replace(inventory.Text, $"(\"path\": \"{Regex.Escape(path)}\",.*\"sha256\": \")[0-9a-f]{{64}}", "${1}" + digest);
        return new SourceFile(inventory.Path, Encoding.UTF8.GetBytes(text));
    }
}
