using System.Formats.Tar;
using System.IO.Compression;

namespace Generator.Cli.Archives;

/// <summary>Reads the regular files of an untrusted .tar.gz, one after the other, with a limit that depends on its size.</summary>
internal sealed class ArchiveReader : IDisposable
{
    // Binaries shrink to half of their size, plans of alike hosts to a thirtieth.
    private const long MostRatio = 100;
    private const long AlwaysAllowed = 64L << 20;
    private const long MostBytes = 1L << 34;

    private readonly GZipStream unpacked;
    private readonly TarReader tar;

    internal ArchiveReader(Stream packed, long length)
    {
        unpacked = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        tar = new TarReader(new LimitedStream(unpacked, Math.Min(MostBytes, AlwaysAllowed + (length * MostRatio))));
    }

    /// <summary>The files with their paths. The bytes of one must be read before the next.</summary>
    /// <exception cref="ArchiveFault">It has another kind of entry, or is too large.</exception>
    internal IEnumerable<(string Path, TarEntry Entry)> Files() => TarFiles.In(tar);

    /// <inheritdoc/>
    public void Dispose()
    {
        tar.Dispose();
        unpacked.Dispose();
    }
}
