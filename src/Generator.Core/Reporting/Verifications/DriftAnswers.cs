using System.Collections.Immutable;
using Generator.Core.Verifying;

namespace Generator.Core.Reporting.Verifications;

/// <summary>The two answers to drift: to adopt it, or to deliver the output again. The operator chooses; a verification corrects nothing.</summary>
internal static class DriftAnswers
{
    /// <summary>That something is left to the operator.</summary>
    internal const string Intro = "Nothing was changed on any host. Choose one answer for each drifted host.";

    /// <summary>One answer.</summary>
    /// <param name="Title">What it does.</param>
    /// <param name="Commands">Its commands, in this order.</param>
    /// <param name="Remark">What to know before; empty where there is nothing.</param>
    internal sealed record Answer(string Title, ImmutableArray<string> Commands, string Remark);

    /// <summary>The answers; none without drift.</summary>
    /// <param name="folder">The output, as the operator names it.</param>
    internal static ImmutableArray<Answer> Of(Verification verification, string folder)
    {
        ImmutableArray<string> hosts =
        [
            .. HostChecks.Of(verification)
                .Where(host => host.Host.Length > 0 && host.Checks.Any(check => check.State == CheckState.Drift))
                .Select(host => host.Host),
        ];
        if (hosts.IsEmpty)
            return [];
        return
        [
            new Answer(
                "Adopt: take the live files into the folder, and review the difference.",
                [$"haplane capture {string.Join(' ', hosts)}", "git diff", "haplane build"],
                ""),
            new Answer(
                "Deliver again: replace the live files with the reviewed output.",
                [$"haplane apply {Quoted(folder)} --hosts {string.Join(',', hosts)} --overwrite"],
                "apply shows every file that it would replace, and asks. Without --overwrite it refuses a file that has drifted."),
        ];
    }

    // For a shell, where that is needed.
    private static string Quoted(string folder) =>
        folder.Length > 0 && folder[0] != '-' && folder.All(c => char.IsAsciiLetterOrDigit(c) || "._/+:@%-".Contains(c, StringComparison.Ordinal))
            ? folder
            : $"'{folder.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
