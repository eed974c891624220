using System.Text;
using Generator.Core;

namespace Generator.Cli.Applying;

/// <summary>What a run needs to know of a host's own plan: what it gets from the source.</summary>
internal static class HostPlanFile
{
    private const int Path = 6;

    /// <summary>The paths that come from the source.</summary>
    internal static IEnumerable<string> CopiedPaths(FileTree tree, string host) =>
        Encoding.UTF8.GetString(tree.Files[$"hosts/{host}.plan"].Content.Span)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .Where(fields => fields[0] == "copy" && fields.Length > Path)
            .Select(fields => fields[Path]);
}
