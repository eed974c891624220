using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Values;

namespace Generator.Core.Originals;

/// <summary>What was captured from one host.</summary>
/// <param name="Host">The host's name.</param>
/// <param name="File">Its capture.json.</param>
/// <param name="Inventory">Every path that was seen there.</param>
/// <param name="Files">The content of the files that were captured, secrets redacted, by absolute path.</param>
internal sealed record HostCapture(
    string Host,
    SourceFile File,
    ImmutableSortedDictionary<string, InventoryEntry> Inventory,
    ImmutableSortedDictionary<string, SourceFile> Files)
{
    // Linux itself follows no more than forty (path_resolution(7)).
    private const int MostLinks = 40;

    /// <summary>What stands in a secret's place.</summary>
    internal const string Redacted = "haplane-redacted";

    /// <summary>What was seen at a path, or null.</summary>
    internal InventoryEntry? Seen(string path) => Inventory.GetValueOrDefault(path);

    /// <summary>The captured content of a path, through links; or null.</summary>
    internal SourceFile? Open(string path) => Open(path, MostLinks);

    private SourceFile? Open(string path, int links) =>
        Files.GetValueOrDefault(path)
        ?? (links > 0 && Seen(path) is { Type: EntryType.Link, Target: { } target } ? Open(HostPath.Resolve(path, target), links - 1) : null);

    /// <summary>The files and links below a directory.</summary>
    internal IEnumerable<InventoryEntry> Below(string directory) =>
        Inventory.Values.Where(entry => entry.Type != EntryType.Dir && entry.Path.StartsWith(directory + "/", StringComparison.Ordinal));
}
