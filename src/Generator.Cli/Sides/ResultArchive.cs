using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using Generator.Core;

namespace Generator.Cli.Sides;

/// <summary>Reads a result out of a .tar.gz: regular files and folders only, each path once, and no more than a result can be.</summary>
internal static class ResultArchive
{
    private const string Folder = "out/";

    // 5,000 hosts with some files each take less than a fifth of this.
    private const long MostBytes = 1L << 30;

    /// <summary>Whether a path is that of an archive.</summary>
    internal static bool IsAt(string path) =>
        (path.EndsWith(".tar.gz", StringComparison.Ordinal) || path.EndsWith(".tgz", StringComparison.Ordinal)) && File.Exists(path);

    /// <summary>The result in it: at its top, or in its folder out/.</summary>
    /// <exception cref="MisuseException">It is no archive, or holds something else than such files.</exception>
    internal static FileTree Read(string path)
    {
        try
        {
            using var unpacked = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var archive = new TarReader(unpacked);
            return Read(path, archive);
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or EndOfStreamException)
        {
            throw new MisuseException($"{path} is not a whole .tar.gz: {fault.Message}");
        }
    }

    private static FileTree Read(string path, TarReader archive)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, TreeFile>(StringComparer.Ordinal);
        var left = MostBytes;
        while (archive.GetNextEntry() is { } entry)
        {
            var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.EntryType == TarEntryType.Directory)
                continue;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || name.Split('/').Any(part => part is "" or ".." or "."))
                throw new MisuseException($"{path} holds {name}, which is no regular file with a plain path; it is no archive of haplane");
            left -= entry.Length;
            if (left < 0)
                throw new MisuseException($"{path} unpacks to more than 1 GiB; it is no archive of a result");
            if (!files.TryAdd(name.StartsWith(Folder, StringComparison.Ordinal) ? name[Folder.Length..] : name, new TreeFile(Content(entry), IsExecutable: false)))
                throw new MisuseException($"{path} holds {name} twice; it is no archive of haplane");
        }

        return new FileTree(files.ToImmutable());
    }

    private static byte[] Content(TarEntry entry)
    {
        using var bytes = new MemoryStream();
        entry.DataStream?.CopyTo(bytes);
        return bytes.ToArray();
    }
}
