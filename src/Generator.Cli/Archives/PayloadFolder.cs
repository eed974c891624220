using Generator.Cli.Folders;
using Generator.Core.Output.Bundles;
using Generator.Core.Reading.Originals;

namespace Generator.Cli.Archives;

/// <summary>The payload folder of a bundle: of any structure, such as an unpacked release of Kubernetes.</summary>
internal sealed class PayloadFolder(string path)
{
    /// <summary>Its files, by path, each with its digest.</summary>
    /// <exception cref="MisuseException">The folder does not exist, or it contains something other than regular files.</exception>
    internal IReadOnlyList<OfferedFile> Read(TextWriter error)
    {
        if (!Directory.Exists(path))
            throw new MisuseException($"there is no folder {path}; pass --payload a folder with the programs and packages for the bundle");
        var files = FolderTree.Files(path).ToArray();
        if (files.FirstOrDefault(file => !RegularFile.IsAt(file)) is { } strange)
            throw new MisuseException($"{strange} is not a regular file; remove it from the payload");
        using var progress = new Progress(error, "reading the payload,", files.Sum(file => new FileInfo(file).Length));
        return [.. files.Select(file => Offered(file, progress))];
    }

    private static OfferedFile Offered(string name, Progress progress)
    {
        using var file = File.OpenRead(name);
        var start = new byte[ElfMachine.HeaderLength];
        var machine = ElfMachine.Of(start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
        file.Position = 0;
        using var content = new MeasuredStream(file, file.Length, progress.Add);
        // Programs contain the names of keys that they read.
        var secret = IsProgram(start) ? null : SecretIn(name, content);
        content.CopyTo(Stream.Null);
        return new OfferedFile(name, content.Digest, content.Position, machine) { Secret = secret };
    }

    private static bool IsProgram(byte[] start) => start.AsSpan().StartsWith("\u007fELF"u8);

    private static string? SecretIn(string name, MeasuredStream content)
    {
        var part = new byte[Math.Min(content.Length, CredentialFile.Part)];
        var kept = 0;
        while (content.ReadAtLeast(part.AsSpan(kept), part.Length - kept, throwOnEndOfStream: false) is > 0 and var read)
        {
            var length = kept + read;
            if (CredentialFile.Find(name, part.AsMemory(0, length)) is { } secret)
                return secret;
            kept = Math.Min(length, CredentialFile.Overlap);
            part.AsSpan(length - kept, kept).CopyTo(part);
            if (kept == part.Length)
                return null;
        }

        return null;
    }
}
