using System.Formats.Tar;
using Generator.Cli.Archives;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Cli.Capturing;

/// <summary>The archive that the program on a host writes: the captured files, and at its end the census.</summary>
internal static class ReportArchive
{
    /// <summary>The most bytes that one host may send: a hundred times the size of a large one.</summary>
    internal const long MostBytes = 64L << 20;

    private const string Census = "census";
    private const string Files = "files/";

    /// <summary>Reads an archive.</summary>
    /// <param name="from">Where it comes from, for messages.</param>
    /// <exception cref="ArchiveFault">It is not an archive of this program, or it is incomplete.</exception>
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
                throw new ArchiveFault($"it contains {TarFiles.Shown(path)}, which haplane's reader does not write there");
        }

        return census is { } read ? Capture.Read(from, read, files) : throw new ArchiveFault("it ends before the list of files of the host");
    }

    private static byte[] Content(TarEntry entry)
    {
        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        return content.ToArray();
    }
}
