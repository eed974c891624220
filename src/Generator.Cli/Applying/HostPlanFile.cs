using System.Text;
using Generator.Core;

namespace Generator.Cli.Applying;

/// <summary>What a run needs to know of a host's own plan: what it copies.</summary>
internal static class HostPlanFile
{
    private const int Digest = 5;
    private const int Path = 6;

    /// <summary>The digest (or -) and the path of every file that is copied, separated by a tab.</summary>
    internal static IEnumerable<string> Copies(FileTree tree, string host) =>
        Encoding.UTF8.GetString(tree.Files[$"hosts/{host}.plan"].Content.Span)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .Where(fields => fields[0] == "copy" && fields.Length > Path)
            .Select(fields => $"{fields[Digest]}\t{fields[Path]}");
}
