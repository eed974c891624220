namespace Generator.Cli.Folders;

/// <summary>A private folder for files that other programs read by name. It is deleted after use.</summary>
internal sealed class ScratchFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("haplane-").FullName;

    /// <summary>Writes a file and returns its path.</summary>
    internal string Write(string name, ReadOnlyMemory<byte> content)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(file, content.Span);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
