using System.Formats.Tar;

namespace Generator.Cli.Folders;

/// <summary>Reads only regular files: opening a pipe waits for a writer, and a device may never end.</summary>
internal static class RegularFile
{
    /// <summary>Whether a regular file is at a path, or at the end of a link.</summary>
    internal static bool IsAt(string path) => Find(path) is not null;

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="MisuseException">It is not a regular file, or it is larger than <paramref name="most"/> MiB.</exception>
    internal static byte[] Read(string path, int? most = null)
    {
        var file = Find(path) ?? throw new MisuseException($"{path} is not a regular file; copy its content into a regular file");
        if (most is { } limit && file.Length > (long)limit << 20)
            throw new MisuseException($"{path} is larger than {limit} MiB; remove it, because originals are configuration files");
        return File.ReadAllBytes(path);
    }

    /// <summary>Whether a regular file is at a path and has these bytes.</summary>
    internal static bool Holds(string path, ReadOnlySpan<byte> content) =>
        Find(path) is { } file && file.Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);

    private static FileInfo? Find(string path)
    {
        var named = new FileInfo(path);
        var file = named.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? named;
        // Pipes, sockets and devices have no length, so most files need no second check.
        return file.Exists && (file.Length > 0 || IsRegular(file.FullName)) ? file : null;
    }

    // Only .NET's archive writer finds out a file's type without opening a file that is not regular.
    private static bool IsRegular(string path)
    {
        using var archive = new MemoryStream();
        try
        {
            using var writer = new TarWriter(archive, leaveOpen: true);
            writer.WriteEntry(path, "file");
        }
        catch (IOException)
        {
            // An archive cannot contain a socket.
            return false;
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
    }
}
