using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules;

/// <summary>Makes what the compiler reads of an example: the starter's originals with the example's changes, as if the hosts had it so.</summary>
internal static class ExampleInput
{
    private const string Folder = "originals/";
    private const string InventoryName = "/capture.json";
    private const string ListStart = "\"files\": [";

    internal static InputSet Input(this Example example, ImmutableArray<SourceFile> starter) =>
        new(new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(example.Topology)), example.Differences.Aggregate(starter, Changed))
        {
            Today = example.Today,
            Signers = example.Signers is { } signers ? Source("signers.allowed", signers) : null,
        };

    /// <summary>The originals with one change.</summary>
    /// <exception cref="ArgumentException">The text to replace is not there: the example is out of date.</exception>
    internal static ImmutableArray<SourceFile> Changed(ImmutableArray<SourceFile> originals, OriginalChange change) => change switch
    {
        RemovedFile removed => [.. originals.Where(file => file.Path != Folder + removed.Path)],
        AddedFile added => With(originals, added),
        ReplacedText replaced => With(originals, replaced),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "say what this change does"),
    };

    private static ImmutableArray<SourceFile> With(ImmutableArray<SourceFile> originals, AddedFile added)
    {
        var slash = added.Path.IndexOf('/', StringComparison.Ordinal);
        var (host, live) = (added.Path[..slash], added.Path[slash..]);
        var file = Source(Folder + added.Path, added.Content);
        var inventory = originals.FirstOrDefault(candidate => candidate.Path == Folder + host + InventoryName);
        if (live == InventoryName || inventory?.Text.Contains($"\"path\": \"{live}\"", StringComparison.Ordinal) == true)
            return originals.Add(file);
        var text = inventory?.Text ?? $$"""
            {"apiVersion": "haplane.capture/v1", "host": "{{host}}", "architecture": "x86_64", {{ListStart}}]}
            """;
        var listed = Regex.Replace(
            text, $@"{Regex.Escape(ListStart)}\s*(?=(\]?))", match => $"{ListStart}{Entry(live, file)}{(match.Groups[1].Length > 0 ? "" : ",")}");
        return [.. originals.Where(other => other != inventory), file, Source(Folder + host + InventoryName, listed)];
    }

    private static string Entry(string live, SourceFile file) =>
        $$"""

            {"path": "{{live}}", "type": "file", "mode": "{{(Content.HoldsRedaction(file) ? "0600" : "0644")}}",
             "owner": "root:root", "sha256": "{{Sha256.Of(file.Bytes.Span)}}"}
          """;

    private static ImmutableArray<SourceFile> With(ImmutableArray<SourceFile> originals, ReplacedText replaced)
    {
        var file = originals.Single(candidate => candidate.Path == Folder + replaced.Path);
        if (!file.Text.Contains(replaced.Old, StringComparison.Ordinal))
            throw new ArgumentException($"{replaced.Path} does not hold what the example replaces", nameof(replaced));
        var after = Source(file.Path, file.Text.Replace(replaced.Old, replaced.Now, StringComparison.Ordinal));
        var others = originals.Remove(file);
        return replaced.IsAfterCapture ? others.Add(after) : [.. others.Select(other => WithDigestsOf(other, file, after)), after];
    }

    // A host with another certificate has its key, too.
    private static SourceFile WithDigestsOf(SourceFile inventory, SourceFile before, SourceFile after)
    {
        var path = after.Path[after.Path.IndexOf('/', Folder.Length)..];
        if (!inventory.Path.EndsWith(InventoryName, StringComparison.Ordinal)
            || !after.Path.StartsWith(inventory.Path[..^InventoryName.Length] + "/", StringComparison.Ordinal))
            return inventory;
        var entry = $"(\"path\": \"{Regex.Escape(path)}\",.*\"sha256\": \")[0-9a-f]{{64}}";
        var text = Regex.Replace(inventory.Text, entry, $"${{1}}{Sha256.Of(after.Bytes.Span)}");
        return Source(
            inventory.Path,
            PublicKey.OfContent(before) is { } old && PublicKey.OfContent(after) is { } now
                ? text.Replace(old.Text, now.Text, StringComparison.Ordinal)
                : text);
    }

    private static SourceFile Source(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));
}
