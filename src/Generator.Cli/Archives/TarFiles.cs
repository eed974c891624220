using System.Formats.Tar;

namespace Generator.Cli.Archives;

/// <summary>The regular files of an untrusted tar, one after the other.</summary>
internal static class TarFiles
{
    // 5,000 hosts with some files each have less than half of this number.
    private const int Most = 200_000;

    /// <summary>The files with their paths. The bytes of one must be read before the next.</summary>
    /// <exception cref="ArchiveFault">It has another kind of entry, or is too large.</exception>
    internal static IEnumerable<(string Path, TarEntry Entry)> In(TarReader tar)
    {
        var files = 0;
        while (Next(tar) is { } entry)
        {
            if (entry.EntryType == TarEntryType.Directory)
                continue;
            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw new ArchiveFault($"it contains {Shown(path)}, which is a {entry.EntryType}, expected a regular file with a plain path");
            if (path.Split('/').Any(part => part is "" or ".." or ".") || path.Any(char.IsControl))
                throw new ArchiveFault($"it contains {Shown(path)}, expected a regular file with a plain path");
            if (++files > Most)
                throw new ArchiveFault($"it contains more than {Most} files");
            yield return (path, entry);
        }
    }

    /// <summary>A path for a message: cut, and without control characters.</summary>
    internal static string Shown(string path) => string.Concat(path.Take(200).Select(letter => char.IsControl(letter) ? '?' : letter));

    private static TarEntry? Next(TarReader tar)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception fault)
            when (fault is InvalidDataException or FormatException or EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new ArchiveFault($"it is damaged: {fault.Message}");
        }
    }
}
