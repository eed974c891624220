namespace Generator.Cli.Archives;

/// <summary>Reads another stream up to a limit, against archives that unpack to an extreme size.</summary>
/// <param name="inner">The other stream; it stays open.</param>
/// <param name="most">How many bytes it may have.</param>
internal sealed class LimitedStream(Stream inner, long most) : ReadOnlyStream
{
    private long passed;

    /// <inheritdoc/>
    /// <exception cref="ArchiveFault">The limit is exceeded.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        passed += read;
        return passed <= most ? read : throw new ArchiveFault($"it unpacks to more than {most >> 20} MiB, far more than such a file can contain");
    }
}
