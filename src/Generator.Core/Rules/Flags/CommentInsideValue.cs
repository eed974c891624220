using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class CommentInsideValue
{
    internal static readonly Rule Rule = new(
        "FLG002",
        Severity.Warning,
        "a value contains a comment",
        "systemd knows comments only at the start of a line outside of values. Inside a value, the program gets # and every word after it.",
        "move the comment above the assignment on the host and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf",
            "--v=2 \\\n",
            "--v=2 \\\n# quiet \\\n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        let cuts = CutCommand.Of(installation).Select(cut => cut.At).ToArray()
        from component in installation.Components
        from word in component.Command.Arguments
            // A blank after the backslash makes the comment part of that word.
        where word.Text.Chars.TrimStart(' ', '\t', '\\').StartsWith('#') && word.Text.Place is not null
        where !cuts.Any(cut => ReferenceEquals(cut.File, word.First.File) && cut.Span.Start <= word.Last.Offset && word.First.Offset < cut.Span.End)
        group word by (word.First.File, word.First.Offset) into same
        let text = same.First().Text
        select new Finding(
            text.Place ?? Location.StartOf(same.Key.File), $"{Quoted.Text(text.Text)} is not a comment here: the program gets it as an argument");
}
