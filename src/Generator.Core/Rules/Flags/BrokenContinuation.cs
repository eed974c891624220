using System.Text.RegularExpressions;
using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG001.</summary>
internal static partial class BrokenContinuation
{
    internal static readonly Rule Rule = new(
        "FLG001",
        Severity.Warning,
        "a backslash that does not continue its line",
        "systemd continues a line only where one backslash is its last character. With a blank behind it the program gets one more argument, a blank; with a second backslash the next flag is hidden in an argument that starts with a newline.",
        "leave one backslash and nothing behind it on the host, and capture it again; a patch leaves it as it is",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf",
            "--v=2 \\\n",
            "--v=2 \\ \n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from text in FlagText.Of(cluster)
        from Match match in Pattern.Matches(text.Chars)
        group text.At(match.Index + 1, match.Index + match.Length - 1) by text.File into same
        select Found(same.First(), same.Count());

    // A file from another system has it on every line: once is enough.
    private static Finding Found(Location first, int count) => new(
        first,
        count == 1
            ? "systemd does not continue the line here: the backslash is not alone at its end"
            : FormattableString.Invariant($"systemd does not continue the line here, and in {count - 1} more places of this file: the backslash is not alone at its end"));

    [GeneratedRegex(@"\\([ \t\r]+|\\)\n")]
    private static partial Regex Pattern { get; }
}
