using Generator.Core;

namespace Generator.Cli.Folders;

/// <summary>A new folder for a CSR. haplane neither reads nor replaces it, and overwrites nothing in it.</summary>
internal sealed class ReissueDirectory(string path)
{
    private static readonly string[] OwnFolders = ["out", "originals"];

    /// <summary>Refuses a folder that is not empty, or that belongs to the input or the output.</summary>
    /// <exception cref="MisuseException">The folder cannot be used.</exception>
    internal void RefuseForeign(InputFolder input)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
            throw new MisuseException($"{path} is not empty; pass --reissue a new or empty folder");
        var full = Path.GetFullPath(path);
        foreach (var own in OwnFolders.Select(name => Path.GetFullPath(Path.Combine(input.Folder, name))))
        {
            if (full == own || full.StartsWith(own + "/", StringComparison.Ordinal))
                throw new MisuseException($"{path} is in {own}, which haplane reads or replaces; pass --reissue a folder elsewhere");
        }

        if (Above(full).FirstOrDefault(IsResult) is { } result)
            throw new MisuseException($"{path} is in {result}, which contains an output; pass --reissue a folder elsewhere");
    }

    internal void Write(FileTree tree)
    {
        Directory.CreateDirectory(path);
        foreach (var (name, file) in tree.Files)
            File.WriteAllBytes(Path.Combine(path, name), file.Content.Span);
    }

    private static bool IsResult(string folder) => new OutDirectory(folder).IsOurs;

    private static IEnumerable<string> Above(string full)
    {
        for (var folder = full; folder is not null; folder = Path.GetDirectoryName(folder))
            yield return folder;
    }
}
