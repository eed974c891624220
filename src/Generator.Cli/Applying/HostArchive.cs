using System.Formats.Tar;
using System.Text;
using Generator.Core;
using Generator.Core.Deliveries;

namespace Generator.Cli.Applying;

/// <summary>What a host gets as one tar archive on stdin: the engine, its plan, its files, and the digests that prove them.</summary>
internal static class HostArchive
{
    private const UnixFileMode FileBits = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ProgramBits = FileBits | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The files of a host.</summary>
    internal static byte[] Of(FileTree tree, string host) => Write(Files(tree, host));

    /// <summary>The same with what an engine is asked that is gone afterwards.</summary>
    internal static byte[] Of(FileTree tree, string host, string request) =>
        Write(Files(tree, host).Append(new("request", new TreeFile(Encoding.UTF8.GetBytes(request), IsExecutable: false))));

    private static IEnumerable<KeyValuePair<string, TreeFile>> Files(FileTree tree, string host) => tree.Files.Where(file =>
        file.Key == ResultDigests.Name
        || file.Key == $"hosts/{host}.plan"
        || file.Key.StartsWith("bin/", StringComparison.Ordinal)
        || file.Key.StartsWith($"hosts/{host}/", StringComparison.Ordinal));

    // The GNU form takes names of any length, and tar 1.26 reads it.
    private static byte[] Write(IEnumerable<KeyValuePair<string, TreeFile>> files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new TarWriter(bytes, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var (path, file) in files)
            {
                using var content = new MemoryStream([.. file.Content.Span]);
                archive.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, path) { DataStream = content, Mode = file.IsExecutable ? ProgramBits : FileBits, ModificationTime = DateTimeOffset.UnixEpoch });
            }
        }

        return bytes.ToArray();
    }
}
