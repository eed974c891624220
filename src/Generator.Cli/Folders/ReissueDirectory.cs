using Generator.Core;

namespace Generator.Cli.Folders;

/// <summary>A new folder for a request. It is none that haplane reads or replaces, and nothing in it is overwritten.</summary>
/// <param name="path">The folder.</param>
internal sealed class ReissueDirectory(string path)
{
    private static readonly string[] OwnFolders = ["out", "originals"];

    /// <summary>Refuses a folder that holds something, or that belongs to the input or the result.</summary>
    /// <exception cref="MisuseException">The folder cannot be used.</exception>
    internal void RefuseForeign(InputFolder input)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
            throw new MisuseException($"{path} is not empty; give --reissue a new or empty folder");
        var full = Path.GetFullPath(path);
        foreach (var own in OwnFolders.Select(name => Path.GetFullPath(Path.Combine(input.Folder, name))))
        {
            if (full == own || full.StartsWith(own + "/", StringComparison.Ordinal))
                throw new MisuseException($"{path} is in {own}, which haplane reads or replaces; give --reissue a folder elsewhere");
        }

        if (Above(full).FirstOrDefault(IsResult) is { } result)
            throw new MisuseException($"{path} is in {result}, which holds a result; give --reissue a folder elsewhere");
    }

    /// <summary>Writes the files.</summary>
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
