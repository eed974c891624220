using System.Security.Cryptography;
using Generator.Core.Values;

namespace Generator.Cli.Archives;

/// <summary>
/// Reads another stream of a known length, and takes the digest of what goes by. It says that it can seek, because the writer of archives
/// would keep the whole of a stream in memory whose length it cannot ask for; it is never asked to.
/// </summary>
/// <param name="inner">What is read; it stays open.</param>
/// <param name="length">How many bytes that are.</param>
/// <param name="passed">Told how many bytes have gone by, with each read.</param>
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

    /// <summary>The digest of what has gone by so far.</summary>
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
