using System.IO.Enumeration;

namespace Generator.Cli.Folders;

/// <summary>All entries below a folder. Links are listed but never entered: one may lead out of the folder, or back into it.</summary>
internal static class FolderTree
{
    /// <summary>The paths of all entries except folders, in order.</summary>
    internal static IEnumerable<string> Files(string folder) =>
        Entries(folder).Where(entry => !entry.IsFolder).Select(entry => Path.Combine(folder, entry.Path)).Order(StringComparer.Ordinal);

    /// <summary>All entries below a folder, in no order.</summary>
    internal static IEnumerable<FolderEntry> Entries(string folder) =>
        new FileSystemEnumerable<FolderEntry>(
            folder, EntryOf, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry),
        };

    private static FolderEntry EntryOf(ref FileSystemEntry entry) =>
        new(
            Path.Join(entry.Directory[entry.RootDirectory.Length..], entry.FileName).TrimStart('/'),
            entry.IsDirectory && !IsLink(ref entry),
            IsLink(ref entry),
            entry.Length);

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}

/// <summary>An entry below a folder.</summary>
/// <param name="Path">Its path relative to the folder.</param>
/// <param name="IsFolder">Whether it is a folder and not a link to one.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct FolderEntry(string Path, bool IsFolder, bool IsLink, long Length)
{
    /// <summary>Whether it is certainly a regular file: pipes, sockets and devices have no length.</summary>
    internal bool IsRegular => !IsFolder && !IsLink && Length > 0;
}
