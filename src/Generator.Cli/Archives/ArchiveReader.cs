using System.Formats.Tar;
using System.IO.Compression;

namespace Generator.Cli.Archives;

/// <summary>Reads the regular files out of a .tar.gz that anybody may have made, one after the other, and no more than a file of its size can hold.</summary>
internal sealed class ArchiveReader : IDisposable
{
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
    internal IEnumerable<(string Path, TarEntry Entry)> Files() => TarFiles.In(tar);

    /// <inheritdoc/>
    public void Dispose()
    {
        tar.Dispose();
        unpacked.Dispose();
    }
}
