using System.Security.Cryptography;
using Generator.Core.Foundation.Values;

namespace Generator.Cli.Archives;

/// <summary>
/// Reads another stream of a known length, and computes its digest. It claims that it can seek, because the writer of archives would keep a
/// stream without a length in memory; it never seeks.
/// </summary>
/// <param name="inner">The other stream; it stays open.</param>
/// <param name="length">Its length in bytes.</param>
/// <param name="passed">Called after each read with its number of bytes.</param>
internal sealed class MeasuredStream(Stream inner, long length, Action<int>? passed = null) : ReadOnlyStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long position;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <summary>The digest of the bytes that were read so far.</summary>
    internal Sha256 Digest => new(Convert.ToHexStringLower(hash.GetCurrentHash()));

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        hash.AppendData(buffer, offset, read);
        position += read;
        passed?.Invoke(read);
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            hash.Dispose();
        base.Dispose(disposing);
    }
}
