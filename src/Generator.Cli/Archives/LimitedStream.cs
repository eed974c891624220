namespace Generator.Cli.Archives;

/// <summary>Reads another stream, and not without end: what unpacks to more than was agreed is a trap.</summary>
/// <param name="inner">What is read; it stays open.</param>
/// <param name="most">How many bytes it may have.</param>
internal sealed class LimitedStream(Stream inner, long most) : ReadOnlyStream
{
    private long passed;

    /// <inheritdoc/>
    /// <exception cref="ArchiveFault">There are more.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        passed += read;
        return passed <= most ? read : throw new ArchiveFault($"it unpacks to more than {most >> 20} MiB, far more than such a file can hold");
    }
}
