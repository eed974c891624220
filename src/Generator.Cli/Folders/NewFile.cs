namespace Generator.Cli.Folders;

/// <summary>A file that is there as a whole or not at all.</summary>
/// <param name="path">The file.</param>
internal sealed class NewFile(string path)
{
    /// <summary>Refuses to take the place of something else than a file of the same kind.</summary>
    /// <param name="isOurs">Whether the file at a path is of that kind.</param>
    /// <exception cref="MisuseException">Something else is there.</exception>
    internal void RefuseForeign(Func<string, bool> isOurs)
    {
        if (Directory.Exists(path))
            throw new MisuseException($"{path} is a folder; give -o the name of a file");
        if (new FileInfo(path).LinkTarget is not null || (Path.Exists(path) && !(RegularFile.IsAt(path) && isOurs(path))))
            throw new MisuseException($"{path} is there and is no bundle; give -o another name, or take it away");
    }

    /// <summary>Writes the file beside its place, and then puts it there.</summary>
    internal void Write(Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full) ?? "/";
        if (!Directory.Exists(folder))
            throw new MisuseException($"there is no folder {folder}");
        var fresh = Path.Combine(folder, $".{Path.GetFileName(full)}.new-{Environment.ProcessId}");
        using var sweeping = new Sweeping(() => File.Delete(fresh));
        try
        {
            using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, full, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
