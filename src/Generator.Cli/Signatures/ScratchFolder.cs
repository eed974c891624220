namespace Generator.Cli.Signatures;

/// <summary>A folder of our own for files that ssh-keygen reads by name; nobody else can look into it, and it goes with its user.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("haplane-").FullName;

    /// <summary>Writes a file, and gives its path.</summary>
    internal string Write(string name, ReadOnlyMemory<byte> content)
    {
        var file = Path.Combine(path, name);
        File.WriteAllBytes(file, content.Span);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(path, recursive: true);
}
