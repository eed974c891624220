using System.Collections.Immutable;
using Generator.Core;
using Generator.Core.Deliveries;
using Generator.Core.Diagnostics;

namespace Generator.Cli.Folders;

/// <summary>A folder of results on disk. It is replaced as a whole, and only where nothing of anybody else's can be lost.</summary>
/// <param name="path">The folder.</param>
internal sealed class OutDirectory(string path)
{
    private const string Manifest = "manifest.json";
    private const UnixFileMode FileBits = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FolderBits = FileBits | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // Below a path that is relative, every file costs a look at where we are.
    private readonly string root = Path.GetFullPath(path);

    /// <summary>Whether haplane wrote the folder.</summary>
    internal bool IsOurs
    {
        get
        {
            var manifest = Path.Combine(path, Manifest);
            return File.Exists(manifest) && RegularFile.IsAt(manifest) && File.ReadAllText(manifest).Contains("\"apiVersion\": \"haplane.manifest/", StringComparison.Ordinal);
        }
    }

    /// <summary>Reads the whole folder.</summary>
    internal FileTree Read() => new(FolderTree.Entries(path).Where(entry => !entry.IsFolder).ToImmutableSortedDictionary(
        entry => entry.Path,
        entry => new TreeFile(Content(entry), IsExecutable: false),
        StringComparer.Ordinal));

    /// <summary>What the result here says of the hosts; null where there is no result.</summary>
    internal Outcome<EarlierResults>? ReadEarlier() => !IsOurs ? null : Compiler.ReadEarlier(new FileTree(Entries()
        .Where(entry => !entry.IsFolder && EarlierResults.Needs(entry.Path))
        .ToImmutableSortedDictionary(entry => entry.Path, entry => new TreeFile(Content(entry), IsExecutable: false), StringComparer.Ordinal)));

    /// <summary>The paths that differ from a tree, or are only here or only there, in order.</summary>
    internal IReadOnlyList<string> DifferencesFrom(FileTree tree)
    {
        var present = Entries().Where(entry => !entry.IsFolder).ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        var changed = tree.Files.Where(file => !present.TryGetValue(file.Key, out var entry) || !IsSame(entry, file.Value)).Select(file => file.Key);
        return [.. changed.Concat(present.Keys.Where(file => !tree.Files.ContainsKey(file))).Order(StringComparer.Ordinal)];
    }

    /// <summary>Puts a tree in the folder's place, unless it is there already. Until the last moment nothing of the old one is touched.</summary>
    /// <exception cref="MisuseException">The folder holds something that is not ours.</exception>
    internal void Replace(FileTree tree)
    {
        RefuseForeign();
        if (Holds(tree))
            return;
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var fresh = Sibling(full, "new");
        var old = Sibling(full, "old");
        try
        {
            Write(tree, fresh);
            Directory.CreateDirectory(Path.GetDirectoryName(full) ?? "/");
            Exchange(full, fresh, old);
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

    private void RefuseForeign()
    {
        if (File.Exists(path) || new DirectoryInfo(path).LinkTarget is not null)
            throw new MisuseException($"{path} is not a folder of its own; give -o a new or empty folder");
        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any())
            return;
        if (!IsOurs)
            throw new MisuseException($"{path} is not empty and haplane did not write it; give -o a new or empty folder");
    }

    // Every entry counts, so that a rebuild also takes away an empty folder or a link, and sets a mode again.
    private bool Holds(FileTree tree)
    {
        var folders = tree.Files.Keys.SelectMany(Above).ToHashSet(StringComparer.Ordinal);
        var present = Entries().ToArray();
        return present.Count(entry => !entry.IsFolder) == tree.Files.Count
            && present.All(entry => entry.IsFolder ? folders.Contains(entry.Path) : !entry.IsLink && tree.Files.TryGetValue(entry.Path, out var file) && IsAsWritten(entry, file));
    }

    private bool IsAsWritten(FolderEntry entry, TreeFile wanted) => IsSame(entry, wanted) && File.GetUnixFileMode(Path.Combine(root, entry.Path)) == ModeOf(wanted);

    private IEnumerable<FolderEntry> Entries() => Directory.Exists(path) ? FolderTree.Entries(path) : [];

    private bool IsSame(FolderEntry entry, TreeFile wanted) => entry.IsRegular
        ? entry.Length == wanted.Content.Length && Content(entry).AsSpan().SequenceEqual(wanted.Content.Span)
        : RegularFile.Holds(Path.Combine(path, entry.Path), wanted.Content.Span);

    private byte[] Content(FolderEntry entry) => entry.IsRegular ? File.ReadAllBytes(Path.Combine(root, entry.Path)) : RegularFile.Read(Path.Combine(path, entry.Path));

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
