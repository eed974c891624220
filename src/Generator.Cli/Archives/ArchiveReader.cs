using System.Formats.Tar;
using System.IO.Compression;

namespace Generator.Cli.Archives;

/// <summary>Reads the regular files out of a .tar.gz that anybody may have made, one after the other, and no more than a file of its size can hold.</summary>
internal sealed class ArchiveReader : IDisposable
{
    // 5,000 hosts with some files each have less than half of these.
    private const int MostFiles = 200_000;

    // Binaries become half of their size, plans of alike hosts a thirtieth.
    private const long MostRatio = 100;
    private const long AlwaysAllowed = 64L << 20;
    private const long MostBytes = 1L << 34;

    private readonly GZipStream unpacked;
    private readonly TarReader tar;

    /// <summary>Starts to read.</summary>
    /// <param name="packed">The archive; it stays open.</param>
    /// <param name="length">How many bytes it has.</param>
    internal ArchiveReader(Stream packed, long length)
    {
        unpacked = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        tar = new TarReader(new LimitedStream(unpacked, Math.Min(MostBytes, AlwaysAllowed + (length * MostRatio))));
    }

    /// <summary>The files with their paths. The bytes of one have to be read before the next.</summary>
    /// <exception cref="ArchiveFault">It holds something else, or too much.</exception>
    internal IEnumerable<(string Path, TarEntry Entry)> Files()
    {
        var files = 0;
        while (Next() is { } entry)
        {
            if (entry.EntryType == TarEntryType.Directory)
                continue;
            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw new ArchiveFault($"it holds {Shown(path)}, which is no regular file with a plain path but a {entry.EntryType}");
            if (path.Split('/').Any(part => part is "" or ".." or ".") || path.Any(char.IsControl))
                throw new ArchiveFault($"it holds {Shown(path)}, which is no regular file with a plain path");
            if (++files > MostFiles)
                throw new ArchiveFault($"it holds more than {MostFiles} files");
            yield return (path, entry);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        tar.Dispose();
        unpacked.Dispose();
    }

    private TarEntry? Next()
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new ArchiveFault($"it is not whole: {fault.Message}");
        }
    }

    private static string Shown(string path) => string.Concat(path.Take(200).Select(letter => char.IsControl(letter) ? '?' : letter));
}
