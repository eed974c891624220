namespace Generator.Cli.Archives;

/// <summary>Keeps what is written to it in memory, and no more than was agreed.</summary>
/// <param name="most">How many bytes it takes.</param>
/// <param name="written">Told after each write.</param>
internal sealed class BoundedBuffer(long most, Action written) : WriteOnlyStream
{
    private readonly MemoryStream kept = new();

    /// <summary>What was written, from its beginning.</summary>
    internal MemoryStream Content => new(kept.GetBuffer(), 0, (int)kept.Length, writable: false);

    /// <inheritdoc/>
    /// <exception cref="ArchiveFault">It is more than was agreed.</exception>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (kept.Length + count > most)
            throw new ArchiveFault($"it sends more than {most >> 20} MiB");
        kept.Write(buffer, offset, count);
        written();
    }
}
