using System.Collections.Immutable;
using Generator.Core;

namespace Generator.Cli.Folders;

/// <summary>A folder of results on disk. It is replaced as a whole, and only where nothing of anybody else's can be lost.</summary>
/// <param name="path">The folder.</param>
internal sealed class OutDirectory(string path)
{
    private const string Manifest = "manifest.json";
    private const UnixFileMode FileBits = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FolderBits = FileBits | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

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
    internal FileTree Read() => new(FolderTree.Files(path).ToImmutableSortedDictionary(
        file => Path.GetRelativePath(path, file),
        file => new TreeFile(RegularFile.Read(file), IsExecutable: false),
        StringComparer.Ordinal));

    /// <summary>The paths that differ from a tree, or are only here or only there, in order.</summary>
    internal IReadOnlyList<string> DifferencesFrom(FileTree tree)
    {
        var present = Directory.Exists(path)
            ? FolderTree.Files(path).Select(file => Path.GetRelativePath(path, file)).ToHashSet(StringComparer.Ordinal)
            : [];
        var changed = tree.Files.Where(file => !present.Contains(file.Key) || !IsSame(file.Key, file.Value)).Select(file => file.Key);
        return [.. changed.Concat(present.Where(file => !tree.Files.ContainsKey(file))).Order(StringComparer.Ordinal)];
    }

    /// <summary>Puts a tree in the folder's place. Until the last moment nothing of the old one is touched.</summary>
    /// <exception cref="MisuseException">The folder holds something that is not ours.</exception>
    internal void Replace(FileTree tree)
    {
        RefuseForeign();
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

    private bool IsSame(string file, TreeFile wanted)
    {
        var present = Path.Combine(path, file);
        return RegularFile.IsAt(present) && File.ReadAllBytes(present).AsSpan().SequenceEqual(wanted.Content.Span);
    }

    private static void Write(FileTree tree, string folder)
    {
        foreach (var (name, file) in tree.Files)
        {
            var target = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? folder, FolderBits);
            File.WriteAllBytes(target, file.Content.Span);
            File.SetUnixFileMode(target, file.IsExecutable ? FolderBits : FileBits);
        }
    }

    private static string Sibling(string full, string suffix) =>
        Path.Combine(Path.GetDirectoryName(full) ?? "/", $".{Path.GetFileName(full)}.{suffix}-{Environment.ProcessId}");
}
