using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;
using ICSharpCode.SharpZipLib.Zip.Compression.Streams;

namespace Generator.Cli.Archives;

/// <summary>
/// Compresses with the same result on every machine (RFC 1952). The compressor of the runtime may give another result with each release,
/// system and processor (documentation of DeflateStream); this one is managed code of a fixed version.
/// </summary>
internal sealed class GzipWriter : WriteOnlyStream
{
    // With the slowest level programs become 2 % smaller, in three times the time.
    private const int Level = Deflater.BEST_SPEED;

    private const int BufferSize = 1 << 16;

    // ID1, ID2, deflate, no flags, no time, XFL 4 for the fastest level, an unknown system.
    private static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 4, 255];

    private readonly Stream target;
    private readonly DeflaterOutputStream deflated;
    private readonly Crc32 sum = new();
    private uint length;

    /// <summary>Starts a compressed stream.</summary>
    /// <param name="target">The target; it stays open.</param>
    internal GzipWriter(Stream target)
    {
        this.target = target;
        target.Write(Header);
        deflated = new DeflaterOutputStream(target, new Deflater(Level, noZlibHeaderOrFooter: true), BufferSize) { IsStreamOwner = false };
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        sum.Update(new ArraySegment<byte>(buffer, offset, count));
        deflated.Write(buffer, offset, count);
        // The trailer holds the length modulo 2^32.
        length = unchecked(length + (uint)count);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            deflated.Dispose();
            Span<byte> trailer = stackalloc byte[8];
            BinaryPrimitives.WriteUInt32LittleEndian(trailer, unchecked((uint)sum.Value));
            BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], length);
            target.Write(trailer);
        }

        base.Dispose(disposing);
    }
}
