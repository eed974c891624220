namespace Generator.Cli.Folders;

/// <summary>A folder of our own for files that other programs read by name; nobody else can look into it, and it goes with its user.</summary>
internal sealed class ScratchFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    internal string Path { get; } = Directory.CreateTempSubdirectory("haplane-").FullName;

    /// <summary>Writes a file, and gives its path.</summary>
    internal string Write(string name, ReadOnlyMemory<byte> content)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(file, content.Span);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
