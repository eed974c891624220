using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>The capture of one host.</summary>
/// <param name="Inventory">Every path that was found there.</param>
/// <param name="Files">The content of the captured files with redacted secrets, by absolute path.</param>
internal sealed record HostCapture(
    string Host,
    SourceFile File,
    ImmutableSortedDictionary<string, InventoryEntry> Inventory,
    ImmutableSortedDictionary<string, SourceFile> Files)
{
    /// <summary>The files that were found but not captured, and why.</summary>
    internal ImmutableSortedDictionary<string, NotTakenReason> NotTaken { get; init; } =
        ImmutableSortedDictionary.Create<string, NotTakenReason>(StringComparer.Ordinal);

    /// <summary>The host as a reader of units needs it.</summary>
    internal HostView View => new(Host, Open, Matching);

    /// <summary>The entry of a path, also behind folders that are links; a link at the path itself is not followed. Null if there is none.</summary>
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

    // The folder before the wildcards may be reached through links.
    private IEnumerable<string> Matching(string pattern)
    {
        var folder = PathPattern.FolderOf(pattern);
        var real = Real(folder);
        return Below(real).Select(entry => folder + entry.Path[real.Length..]).Where(path => PathPattern.IsMatch(pattern, path));
    }
}
