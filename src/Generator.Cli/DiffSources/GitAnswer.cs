using System.ComponentModel;
using System.Diagnostics;

namespace Generator.Cli.DiffSources;

/// <summary>Asks the system's git about a folder.</summary>
internal static class GitAnswer
{
    /// <summary>The answer; null if git has none or is not installed, because a folder needs no repository.</summary>
    internal static string? To(string folder, params string[] question)
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
