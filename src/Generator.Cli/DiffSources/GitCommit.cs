using System.ComponentModel;
using System.Diagnostics;

namespace Generator.Cli.DiffSources;

/// <summary>Finds the commit of a folder with git.</summary>
internal static class GitCommit
{
    /// <summary>The commit of the files in a folder; empty if it is in no repository, or if a file differs from the commit.</summary>
    /// <param name="paths">The paths that count.</param>
    internal static string Of(string folder, params ReadOnlySpan<string> paths) =>
        Ask(folder, ["status", "--porcelain", "--", .. paths]) is "" && Ask(folder, ["rev-parse", "--verify", "--quiet", "HEAD"]) is { } commit
            ? commit
            : "";

    // null if git has no answer or is not installed: a folder needs no repository.
    private static string? Ask(string folder, params string[] question)
    {
        var start = new ProcessStartInfo(
            "git", ["-C", folder.Length > 0 ? folder : ".", .. question])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var git = Process.Start(start);
            if (git is null)
                return null;
            var error = git.StandardError.ReadToEndAsync();
            var answer = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            error.GetAwaiter().GetResult();
            return git.ExitCode == 0 ? answer : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
