using System.Collections.Immutable;
using Generator.Core;

namespace Generator.Cli.Folders;

/// <summary>A folder that is replaced as a whole: the old one is not touched until the last moment.</summary>
internal sealed class WholeFolder(string path)
{
    private const UnixFileMode FileBits = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FolderBits = FileBits | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // With a relative path, every file operation would look up the current folder.
    private readonly string root = Path.GetFullPath(path);

    /// <summary>How the folder differs from a tree.</summary>
    internal FolderDifference DifferenceFrom(FileTree tree)
    {
        var present = Entries().Where(entry => !entry.IsFolder).ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        return new FolderDifference(
            [.. tree.Files.Keys.Where(file => !present.ContainsKey(file))],
            [.. tree.Files.Where(file => present.TryGetValue(file.Key, out var entry) && !IsSame(entry, file.Value)).Select(file => file.Key)],
            [.. present.Keys.Where(file => !tree.Files.ContainsKey(file)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Reads the wanted files.</summary>
    internal FileTree Read(Func<string, bool> isWanted) => new(Entries()
        .Where(entry => !entry.IsFolder && isWanted(entry.Path))
        .ToImmutableSortedDictionary(entry => entry.Path, entry => new TreeFile(Content(entry), IsExecutable: false), StringComparer.Ordinal));

    /// <summary>Replaces the folder with a tree, unless it already equals the tree.</summary>
    /// <returns>How the folder differed from the tree.</returns>
    internal FolderDifference Replace(FileTree tree)
    {
        var difference = DifferenceFrom(tree);
        if (difference.IsEmpty && IsLaidOutAs(tree))
            return difference;
        var full = Path.TrimEndingDirectorySeparator(root);
        var fresh = Sibling(full, "new");
        var old = Sibling(full, "old");
        try
        {
            Write(tree, fresh);
            Directory.CreateDirectory(Path.GetDirectoryName(full) ?? "/");
            Exchange(full, fresh, old);
            return difference;
        }
        finally
        {
            if (Directory.Exists(fresh))
                Directory.Delete(fresh, recursive: true);
        }
    }

    private static void Exchange(string full, string fresh, string old)
    {
        if (!Directory.Exists(full))
        {
            Directory.Move(fresh, full);
            return;
        }

        Directory.Move(full, old);
        try
        {
            Directory.Move(fresh, full);
        }
        catch (IOException)
        {
            Directory.Move(old, full);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }

    // Every entry counts, so that a rebuild also removes an empty folder or a link, and sets a mode again.
    private bool IsLaidOutAs(FileTree tree)
    {
        var folders = tree.Files.Keys.SelectMany(Above).ToHashSet(StringComparer.Ordinal);
        return Entries().All(entry => entry.IsFolder
            ? folders.Contains(entry.Path)
            : !entry.IsLink && tree.Files.TryGetValue(entry.Path, out var file) && HasItsMode(entry, file));
    }

    private bool HasItsMode(FolderEntry entry, TreeFile wanted) => File.GetUnixFileMode(Path.Combine(root, entry.Path)) == ModeOf(wanted);

    private IEnumerable<FolderEntry> Entries() => Directory.Exists(root) ? FolderTree.Entries(root) : [];

    private bool IsSame(FolderEntry entry, TreeFile wanted) => entry.IsRegular
        ? entry.Length == wanted.Content.Length && Content(entry).AsSpan().SequenceEqual(wanted.Content.Span)
        : RegularFile.Holds(Path.Combine(root, entry.Path), wanted.Content.Span);

    private byte[] Content(FolderEntry entry)
    {
        var file = Path.Combine(root, entry.Path);
        return entry.IsRegular ? File.ReadAllBytes(file) : RegularFile.Read(file);
    }

    private static void Write(FileTree tree, string folder)
    {
        foreach (var name in tree.Files.Keys.Select(FolderOf).Distinct())
            Directory.CreateDirectory(Path.Combine(folder, name), FolderBits);
        foreach (var (name, file) in tree.Files)
        {
            using var target = File.OpenHandle(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None);
            RandomAccess.Write(target, file.Content.Span, 0);
            File.SetUnixFileMode(target, ModeOf(file));
        }
    }

    private static UnixFileMode ModeOf(TreeFile file) => file.IsExecutable ? FolderBits : FileBits;

    private static string FolderOf(string name) => Path.GetDirectoryName(name) ?? "";

    private static IEnumerable<string> Above(string name)
    {
        for (var folder = FolderOf(name); folder.Length > 0; folder = FolderOf(folder))
            yield return folder;
    }

    private static string Sibling(string full, string suffix) =>
        Path.Combine(Path.GetDirectoryName(full) ?? "/", $".{Path.GetFileName(full)}.{suffix}-{Environment.ProcessId}");
}
