using System.IO.Enumeration;

namespace Generator.Cli.Folders;

/// <summary>What lies below a folder. Links are listed and never entered: one may lead out of the folder, or back into it.</summary>
internal static class FolderTree
{
    /// <summary>The paths of everything below a folder but the folders, in order.</summary>
    internal static IEnumerable<string> Files(string folder) =>
        new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory || IsLink(ref entry),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !IsLink(ref entry),
        }.Order(StringComparer.Ordinal);

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
