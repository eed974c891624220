using System.ComponentModel;
using System.Diagnostics;

namespace Generator.Cli.Sides;

/// <summary>Asks git which commit a folder stands at.</summary>
internal static class GitCommit
{
    /// <summary>The commit whose files lie in a folder; empty where it is in no repository, or where one of the files differs from it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="paths">What of it counts.</param>
    internal static string Of(string folder, params ReadOnlySpan<string> paths) =>
        Ask(folder, ["status", "--porcelain", "--", .. paths]) is "" && Ask(folder, ["rev-parse", "--verify", "--quiet", "HEAD"]) is { } commit ? commit : "";

    // null where git has no answer, or is not there: a folder needs no repository.
    private static string? Ask(string folder, params string[] question)
    {
        var start = new ProcessStartInfo("git", ["-C", folder.Length > 0 ? folder : ".", .. question]) { RedirectStandardOutput = true, RedirectStandardError = true };
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
