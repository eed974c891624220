using System.Formats.Tar;
using Generator.Cli.Archives;
using Generator.Core;
using Generator.Core.Captures;
using Generator.Core.Diagnostics;

namespace Generator.Cli.Capturing;

/// <summary>The archive that the program on a host writes: the files that it takes, and at its end the census.</summary>
internal static class ReportArchive
{
    /// <summary>The most bytes that one host may send: a hundred times what a large one has.</summary>
    internal const long MostBytes = 64L << 20;

    private const string Census = "census";
    private const string Files = "files/";

    /// <summary>Reads an archive.</summary>
    /// <param name="from">Where it comes from, for messages.</param>
    /// <param name="archive">Its bytes.</param>
    /// <exception cref="ArchiveFault">It is no archive of this program, or it is not whole.</exception>
    internal static Outcome<HostReport> Read(string from, Stream archive)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        ReadOnlyMemory<byte>? census = null;
        using var tar = new TarReader(new LimitedStream(archive, MostBytes));
        foreach (var (path, entry) in TarFiles.In(tar))
        {
            if (path == Census)
                census = Content(entry);
            else if (!path.StartsWith(Files, StringComparison.Ordinal) || !files.TryAdd(path[(Files.Length - 1)..], Content(entry)))
                throw new ArchiveFault($"it holds {TarFiles.Shown(path)}, which haplane's reader does not write there");
        }

        return census is { } read ? Capture.Read(from, read, files) : throw new ArchiveFault("it ends before the list of what was seen on the host");
    }

    private static byte[] Content(TarEntry entry)
    {
        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        return content.ToArray();
    }
}
