namespace Generator.Cli.Folders;

/// <summary>A file that is written completely or not at all.</summary>
internal sealed class NewFile(string path)
{
    /// <summary>Refuses to replace anything except a file of the same kind.</summary>
    /// <param name="isOurs">Whether the file at a path is of that kind.</param>
    /// <exception cref="MisuseException">Something else is there.</exception>
    internal void RefuseForeign(Func<string, bool> isOurs)
    {
        if (Directory.Exists(path))
            throw new MisuseException($"{path} is a folder; pass the name of a file with -o");
        if (new FileInfo(path).LinkTarget is not null || (Path.Exists(path) && !(RegularFile.IsAt(path) && isOurs(path))))
            throw new MisuseException($"{path} exists but is not a bundle; pass another name with -o, or remove it");
    }

    /// <summary>Writes the file under a temporary name and then renames it.</summary>
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
