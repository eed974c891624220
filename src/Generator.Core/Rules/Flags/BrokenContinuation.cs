using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static partial class BrokenContinuation
{
    internal static readonly Rule Rule = new(
        "FLG001",
        Severity.Warning,
        "a backslash does not continue its line",
        "systemd continues a line only if one backslash is its last character. A blank after it becomes one more argument. After a second backslash "
            + "the next flag is hidden in an argument that starts with a newline.",
        "on the host, keep one backslash with nothing after it, and capture the file again; haplane's patch keeps the line as it is",
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

    // A file from another system has this on every line, so one finding is enough.
    private static Finding Found(Location first, int count) => new(
        first,
        count == 1
            ? "systemd does not continue the line here: the backslash is not alone at its end"
            : FormattableString.Invariant(
                $"systemd does not continue the line here, and in {count - 1} more places of this file: the backslash is not alone at its end"));

    [GeneratedRegex(@"\\([ \t\r]+|\\)\n")]
    private static partial Regex Pattern { get; }
}
