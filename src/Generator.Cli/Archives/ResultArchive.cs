using System.Collections.Immutable;
using System.Formats.Tar;
using Generator.Core;

namespace Generator.Cli.Archives;

/// <summary>Reads an output from a .tar.gz: a bundle, or an archive of an <c>out/</c>.</summary>
internal static class ResultArchive
{
    private const string Folder = "out/";
    private const string BundleTop = "haplane-";

    // 5,000 hosts with some files each need less than a fifth of this.
    private const long MostBytes = 1L << 30;

    /// <summary>Whether a path is that of an archive.</summary>
    internal static bool IsAt(string path) =>
        (path.EndsWith(".tar.gz", StringComparison.Ordinal) || path.EndsWith(".tgz", StringComparison.Ordinal)) && File.Exists(path);

    /// <summary>The output in it: at its top, in its folder out/, or in that of a bundle.</summary>
    /// <exception cref="MisuseException">It is not an archive, or has other entries than files.</exception>
    internal static FileTree Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var archive = new ArchiveReader(file, file.Length);
            return Read(archive);
        }
        catch (Exception fault) when (fault is ArchiveFault or InvalidDataException or EndOfStreamException)
        {
            throw new MisuseException($"{path} is not a complete archive (.tar.gz) of an output: {fault.Message}");
        }
    }

    private static FileTree Read(ArchiveReader archive)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, TreeFile>(StringComparer.Ordinal);
        var left = MostBytes;
        foreach (var (path, entry) in archive.Files())
        {
            if (NameOf(path) is not { } name)
                continue;
            left -= entry.Length;
            if (left < 0)
                throw new ArchiveFault("it unpacks to more than 1 GiB");
            if (!files.TryAdd(name, new TreeFile(Content(entry), IsExecutable: false)))
                throw new ArchiveFault($"it contains {name} twice");
        }

        return new FileTree(files.ToImmutable());
    }

    // null for a file of a bundle next to its output.
    private static string? NameOf(string path)
    {
        var below = path.StartsWith(BundleTop, StringComparison.Ordinal) && path.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0
            ? path[(slash + 1)..]
            : null;
        if (below is not null && !below.StartsWith(Folder, StringComparison.Ordinal))
            return null;
        var name = below ?? path;
        return name.StartsWith(Folder, StringComparison.Ordinal) ? name[Folder.Length..] : name;
    }

    private static byte[] Content(TarEntry entry)
    {
        using var bytes = new MemoryStream();
        entry.DataStream?.CopyTo(bytes);
        return bytes.ToArray();
    }
}
