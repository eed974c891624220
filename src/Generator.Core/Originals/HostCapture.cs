using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Syntax;
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
    /// <summary>The files that were seen and not captured, and why.</summary>
    internal ImmutableSortedDictionary<string, NotTakenReason> NotTaken { get; init; } =
        ImmutableSortedDictionary.Create<string, NotTakenReason>(StringComparer.Ordinal);

    /// <summary>The host as the reader of a unit sees it.</summary>
    internal HostView View => new(Host, Open, Matching);

    /// <summary>What was seen at a path, also behind folders that are links; a link at the path itself is not followed. Null where nothing was.</summary>
    internal InventoryEntry? Seen(string path) =>
        Inventory.GetValueOrDefault(path)
        ?? (path.StartsWith('/') ? Inventory.GetValueOrDefault($"{Real(HostPath.FolderOf(path))}/{HostPath.NameOf(path)}") : null);

    /// <summary>The captured content of a path, through links; or null.</summary>
    internal SourceFile? Open(string path) => Files.GetValueOrDefault(path) ?? Files.GetValueOrDefault(Real(path));

    /// <summary>The path without the links in it.</summary>
    internal string Real(string path) => LinkedPath.Of(this, path).Real;

    /// <summary>The files and links below a directory.</summary>
    internal IEnumerable<InventoryEntry> Below(string directory) =>
        Inventory.Values.Where(entry => entry.Type != EntryType.Dir && entry.Path.StartsWith(directory + "/", StringComparison.Ordinal));

    /// <summary>The paths of the files and links in a folder, listed or captured.</summary>
    internal IEnumerable<string> In(string folder) =>
        Inventory.Values.Where(entry => entry.Type != EntryType.Dir).Select(entry => entry.Path)
            .Concat(Files.Keys)
            .Where(path => HostPath.FolderOf(path) == folder)
            .Distinct()
            .Order(StringComparer.Ordinal);

    // The folder in front of the wildcards may lead through links.
    private IEnumerable<string> Matching(string pattern)
    {
        var folder = PathPattern.FolderOf(pattern);
        var real = Real(folder);
        return Below(real).Select(entry => folder + entry.Path[real.Length..]).Where(path => PathPattern.IsMatch(pattern, path));
    }
}
