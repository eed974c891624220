namespace Generator.Cli.Archives;

/// <summary>Keeps the written bytes in memory, up to a limit.</summary>
/// <param name="most">The limit in bytes.</param>
/// <param name="written">Called after each write.</param>
internal sealed class BoundedBuffer(long most, Action written) : WriteOnlyStream
{
    private readonly MemoryStream kept = new();

    /// <summary>The written bytes, from the beginning.</summary>
    internal MemoryStream Content => new(kept.GetBuffer(), 0, (int)kept.Length, writable: false);

    /// <inheritdoc/>
    /// <exception cref="ArchiveFault">The limit is exceeded.</exception>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (kept.Length + count > most)
            throw new ArchiveFault($"it sends more than {most >> 20} MiB");
        kept.Write(buffer, offset, count);
        written();
    }
}
