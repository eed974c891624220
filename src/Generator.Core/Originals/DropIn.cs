using System.Collections.Immutable;
using Generator.Core.Diagnostics;

namespace Generator.Core.Originals;

/// <summary>A file that adds to a unit or overrides it (systemd.unit(5), drop-in).</summary>
/// <param name="Path">Its path.</param>
/// <param name="File">Its content.</param>
internal sealed record DropIn(string Path, SourceFile File)
{
    private const string Ending = ".conf";

    /// <summary>Whether a path is that of a drop-in: a .conf file in a folder that is named for a unit.</summary>
    internal static bool IsOne(string path) => HostPath.FolderOf(path).EndsWith(".d", StringComparison.Ordinal) && path.EndsWith(Ending, StringComparison.Ordinal);

    /// <summary>The drop-ins of a unit, by file name, as systemd orders them; of equal names the one in /etc counts.</summary>
    internal static ImmutableArray<DropIn> Of(HostCapture capture, string unitPath)
    {
        var folder = $"{HostPath.NameOf(unitPath)}.d";
        return
        [
            .. capture.Files
                .Where(file => IsOne(file.Key) && HostPath.FolderOf(file.Key).EndsWith($"/{folder}", StringComparison.Ordinal))
                .OrderBy(file => file.Key.StartsWith("/etc/", StringComparison.Ordinal) ? 0 : 1)
                .DistinctBy(file => HostPath.NameOf(file.Key))
                .OrderBy(file => HostPath.NameOf(file.Key), StringComparer.Ordinal)
                .Select(file => new DropIn(file.Key, file.Value)),
        ];
    }
}
