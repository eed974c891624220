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
    /// <summary>What stands in a secret's place.</summary>
    internal const string Redacted = "haplane-redacted";

    /// <summary>What was seen at a path, or null.</summary>
    internal InventoryEntry? Seen(string path) => Inventory.GetValueOrDefault(path);

    /// <summary>The captured content of a path, or null.</summary>
    internal SourceFile? Open(string path) => Files.GetValueOrDefault(path);

    /// <summary>The files and links below a directory.</summary>
    internal IEnumerable<InventoryEntry> Below(string directory) =>
        Inventory.Values.Where(entry => entry.Type != EntryType.Dir && entry.Path.StartsWith(directory + "/", StringComparison.Ordinal));
}
