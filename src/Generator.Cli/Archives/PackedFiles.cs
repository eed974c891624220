using System.Collections.Immutable;
using System.Formats.Tar;

namespace Generator.Cli.Archives;

/// <summary>The files of a bundle that was proved, for the hosts that need them. The hosts prove again what they receive.</summary>
/// <param name="Files">By the path on a host, the file here.</param>
internal sealed record PackedFiles(ImmutableDictionary<string, string> Files)
{
    /// <summary>An output without a bundle brings none.</summary>
    internal static PackedFiles None { get; } = new(ImmutableDictionary<string, string>.Empty);

    internal bool Holds(string path) => Files.ContainsKey(path);

    /// <summary>Writes files as a tar archive with the paths of the host, one after the other.</summary>
    internal async Task Send(IEnumerable<string> paths, Stream target, CancellationToken stop)
    {
        await using var archive = new TarWriter(target, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var path in paths)
        {
            await using var content = File.OpenRead(Files[path]);
            await archive.WriteEntryAsync(
                new GnuTarEntry(TarEntryType.RegularFile, $".{path}") { DataStream = content, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite },
                stop);
        }
    }
}
