using System.Formats.Tar;
using System.Text;
using Generator.Core;
using Generator.Core.Deliveries;

namespace Generator.Cli.Applying;

/// <summary>What a host gets as one tar archive: the engine, its plan, its files, and the digests that prove them.</summary>
internal static class HostArchive
{
    private const string Engine = "bin/host-engine.sh";
    private const UnixFileMode FileBits = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ProgramBits = FileBits | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>What stays on a host, with the digests of the whole result, which name it.</summary>
    internal static byte[] Of(FileTree tree, string host) =>
        Write(tree.Files.Where(file => file.Key == ResultDigests.Name || file.Key.StartsWith("bin/", StringComparison.Ordinal) || IsOf(host, file.Key)));

    /// <summary>What answers one question and is gone: no more than it takes, because every host is asked.</summary>
    internal static byte[] Of(FileTree tree, string host, string request)
    {
        var files = tree.Files.Where(file => file.Key == Engine || IsOf(host, file.Key)).ToArray();
        return Write([
            .. files,
            new(ResultDigests.Name, Text(ResultDigests.Of(tree, files.Select(file => file.Key)))),
            new("request", Text(request)),
        ]);
    }

    private static bool IsOf(string host, string path) => path == $"hosts/{host}.plan" || path.StartsWith($"hosts/{host}/", StringComparison.Ordinal);

    private static TreeFile Text(string text) => new(Encoding.UTF8.GetBytes(text), IsExecutable: false);

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
