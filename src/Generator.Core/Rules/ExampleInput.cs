using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Generator.Core.Diagnostics;
using Generator.Core.Values;

namespace Generator.Core.Rules;

/// <summary>Makes what the compiler reads of an example: the starter's originals with the example's change, as if the host had it so.</summary>
internal static class ExampleInput
{
    private const string Folder = "originals/";
    private const string InventoryName = "/capture.json";

    internal static InputSet Input(this Example example, ImmutableArray<SourceFile> starter) =>
        new(new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(example.Topology)), Originals(example, starter)) { Today = example.Today };

    private static ImmutableArray<SourceFile> Originals(Example example, ImmutableArray<SourceFile> starter) => example switch
    {
        { ChangedFile: null } => starter,
        { Old: null } => Without(starter, example.ChangedFile),
        { Old: "" } => With(starter, example.ChangedFile, example.New),
        _ => Changed(starter, example.ChangedFile, example.Old, example.New, example.IsEditedAfterCapture),
    };

    /// <summary>The originals without one file.</summary>
    internal static ImmutableArray<SourceFile> Without(ImmutableArray<SourceFile> originals, string path) =>
        [.. originals.Where(file => file.Path != Folder + path)];

    /// <summary>The originals with one captured file of a host of which there is nothing yet.</summary>
    internal static ImmutableArray<SourceFile> With(ImmutableArray<SourceFile> originals, string path, string content)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (host, live) = (path[..slash], path[slash..]);
        var file = new SourceFile(Folder + path, Encoding.UTF8.GetBytes(content));
        var inventory = $$"""
            {"apiVersion": "haplane.capture/v1", "host": "{{host}}", "architecture": "x86_64", "files": [
              {"path": "{{live}}", "type": "file", "mode": "0644", "owner": "root:root", "sha256": "{{Sha256.Of(file.Bytes.Span)}}"}
            ]}
            """;
        return [.. originals, file, new SourceFile(Folder + host + InventoryName, Encoding.UTF8.GetBytes(inventory))];
    }

    /// <summary>The originals with a text in one file replaced.</summary>
    /// <exception cref="ArgumentException">The text is not there: the example is out of date.</exception>
    internal static ImmutableArray<SourceFile> Changed(ImmutableArray<SourceFile> originals, string path, string old, string now, bool isEditedAfterCapture)
    {
        var file = originals.Single(candidate => candidate.Path == Folder + path);
        if (!file.Text.Contains(old, StringComparison.Ordinal))
            throw new ArgumentException($"{path} does not hold what the example replaces", nameof(old));
        var after = new SourceFile(file.Path, Encoding.UTF8.GetBytes(file.Text.Replace(old, now, StringComparison.Ordinal)));
        var others = originals.Remove(file);
        return isEditedAfterCapture ? others.Add(after) : [.. others.Select(other => WithDigestOf(other, after)), after];
    }

    private static SourceFile WithDigestOf(SourceFile inventory, SourceFile after)
    {
        var path = after.Path[after.Path.IndexOf('/', Folder.Length)..];
        if (!inventory.Path.EndsWith(InventoryName, StringComparison.Ordinal) || !after.Path.StartsWith(inventory.Path[..^InventoryName.Length] + "/", StringComparison.Ordinal))
            return inventory;
        var entry = $"(\"path\": \"{Regex.Escape(path)}\",.*\"sha256\": \")[0-9a-f]{{64}}";
        return new SourceFile(inventory.Path, Encoding.UTF8.GetBytes(Regex.Replace(inventory.Text, entry, $"${{1}}{Sha256.Of(after.Bytes.Span)}")));
    }
}
