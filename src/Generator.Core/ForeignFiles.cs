using System.Collections.Immutable;
using System.Text;
using Generator.Core.Output.Layouts;
using Generator.Core.Reporting.Changes;

namespace Generator.Core;

/// <summary>The programs, Ansible tasks and ssh settings of an <c>out/</c> that this release does not lay out like that.</summary>
public static class ForeignFiles
{
    private const string Plan = "rollout.plan";

    /// <summary>
    /// The paths, in order, of files that differ from what this release lays out for the hosts in rollout.plan, are missing, or are not written
    /// by it. Such a file was changed after the build, or another release wrote it.
    /// </summary>
    /// <param name="tree">The files of an <c>out/</c>.</param>
    public static ImmutableArray<string> Of(FileTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var plan = tree.Files.TryGetValue(Plan, out var file) ? Encoding.UTF8.GetString(file.Content.Span) : "";
        return ForeignLayout.PathsIn(tree, OutFolder.DriverOf(plan));
    }
}
