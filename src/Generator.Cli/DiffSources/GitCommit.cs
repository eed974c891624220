namespace Generator.Cli.DiffSources;

/// <summary>Finds the commit of a folder with git.</summary>
internal static class GitCommit
{
    /// <summary>The commit of the files in a folder; empty if it is in no repository, or if a file differs from the commit.</summary>
    /// <param name="paths">The paths that count.</param>
    internal static string Of(string folder, params ReadOnlySpan<string> paths) =>
        GitAnswer.To(folder, ["status", "--porcelain", "--", .. paths]) is ""
            && GitAnswer.To(folder, ["rev-parse", "--verify", "--quiet", "HEAD"]) is { } commit
            ? commit
            : "";
}
