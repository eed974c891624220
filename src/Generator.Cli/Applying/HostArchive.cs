using System.Formats.Tar;
using System.Text;
using Generator.Core;
using Generator.Core.Reading.Deliveries;

namespace Generator.Cli.Applying;

/// <summary>What a host gets as one tar archive: the engine, its plan, its files, and the digests that prove them.</summary>
internal static class HostArchive
{
    private const string Engine = "bin/host-engine.sh";
    private const UnixFileMode FileBits = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ProgramBits = FileBits | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>What stays on a host, with the digests of the whole result, which name it.</summary>
    internal static byte[] Of(FileTree tree, string host)
    {
        var isSource = HasLine(tree.Files["rollout.plan"], line => line == $"source\t{host}");
        return Write(tree.Files.Where(file =>
            file.Key == ResultDigests.Name
            || file.Key.StartsWith("bin/", StringComparison.Ordinal)
            || IsOf(host, file.Key)
            || (isSource && IsPlanThatCopies(file))));
    }

    /// <summary>What answers one question and is gone: no more than it takes, because every host is asked.</summary>
    internal static byte[] Of(FileTree tree, string host, byte[] request)
    {
        var files = tree.Files.Where(file => file.Key is Engine or Verify.Reader || IsOf(host, file.Key)).ToArray();
        return Write([
            .. files,
            Plain(ResultDigests.Name, Encoding.UTF8.GetBytes(ResultDigests.Of(tree, files.Select(file => file.Key)))),
            Plain("request", request),
        ]);
    }

    // The source sends to another host what that one's plan copies, and nothing else.
    private static bool IsPlanThatCopies(KeyValuePair<string, TreeFile> file) =>
        file.Key.StartsWith("hosts/", StringComparison.Ordinal)
        && file.Key.EndsWith(".plan", StringComparison.Ordinal)
        && HasLine(file.Value, line => line.StartsWith("copy\t", StringComparison.Ordinal));

    private static KeyValuePair<string, TreeFile> Plain(string path, byte[] content) => new(path, new TreeFile(content, IsExecutable: false));

    private static bool HasLine(TreeFile file, Func<string, bool> isWanted) => Encoding.UTF8.GetString(file.Content.Span).Split('\n').Any(isWanted);

    private static bool IsOf(string host, string path) => path == $"hosts/{host}.plan" || path.StartsWith($"hosts/{host}/", StringComparison.Ordinal);

    // The GNU form takes names of any length, and tar 1.26 reads it.
    private static byte[] Write(IEnumerable<KeyValuePair<string, TreeFile>> files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new TarWriter(bytes, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var (path, file) in files)
            {
                using var content = new MemoryStream([.. file.Content.Span]);
                archive.WriteEntry(
                    new GnuTarEntry(
                        TarEntryType.RegularFile,
                        path)
                    {
                        DataStream = content,
                        Mode = file.IsExecutable
                            ? ProgramBits
                            : FileBits,
                        ModificationTime = DateTimeOffset.UnixEpoch
                    });
            }
        }

        return bytes.ToArray();
    }
}
