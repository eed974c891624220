using System.Formats.Tar;

namespace Generator.Cli.Archives;

/// <summary>The regular files of a tar that anybody may have made, one after the other.</summary>
internal static class TarFiles
{
    // 5,000 hosts with some files each have less than half of these.
    private const int Most = 200_000;

    /// <summary>The files with their paths. The bytes of one have to be read before the next.</summary>
    /// <exception cref="ArchiveFault">It holds something else, or too much.</exception>
    internal static IEnumerable<(string Path, TarEntry Entry)> In(TarReader tar)
    {
        var files = 0;
        while (Next(tar) is { } entry)
        {
            if (entry.EntryType == TarEntryType.Directory)
                continue;
            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw new ArchiveFault($"it holds {Shown(path)}, which is no regular file with a plain path but a {entry.EntryType}");
            if (path.Split('/').Any(part => part is "" or ".." or ".") || path.Any(char.IsControl))
                throw new ArchiveFault($"it holds {Shown(path)}, which is no regular file with a plain path");
            if (++files > Most)
                throw new ArchiveFault($"it holds more than {Most} files");
            yield return (path, entry);
        }
    }

    /// <summary>A path for a message: cut, and without what a terminal would obey.</summary>
    internal static string Shown(string path) => string.Concat(path.Take(200).Select(letter => char.IsControl(letter) ? '?' : letter));

    private static TarEntry? Next(TarReader tar)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new ArchiveFault($"it is not whole: {fault.Message}");
        }
    }
}
