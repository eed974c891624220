using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class TextAfterClosingQuote
{
    internal static readonly Rule Rule = new(
        "FLG003",
        Severity.Warning,
        "text follows the closing quote",
        "systemd treats text after a closing quote as part of the value. A comment there becomes part of the last flag.",
        "move it above the assignment on the host and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf",
            "--bind-address=127.0.0.1\"\n",
            "--bind-address=127.0.0.1\" ; local\n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from file in FlagText.FilesOf(cluster)
        from assignment in EnvironmentFile.Parse(file).Assignments
        let at = assignment.AfterQuote
        where at is not null
        select new Finding(at, $"the text after the closing quote belongs to the value of {assignment.Name}");
}
