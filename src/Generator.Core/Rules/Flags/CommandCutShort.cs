using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG040.</summary>
internal static class CommandCutShort
{
    internal static readonly Rule Rule = new(
        "FLG040",
        Severity.Error,
        "a command that ends before its last line",
        "systemd continues a line only where one backslash is its last character. The lines below it are no arguments: systemd ignores them.",
        "end the line with one backslash and nothing behind it, and move a comment to a line of its own above, on the host; then capture it again",
        Example.With().Changing(
            "k8s-master1/usr/lib/systemd/system/kube-scheduler.service",
            "kube-scheduler $KUBE_SCHEDULER_OPTS",
            "kube-scheduler $KUBE_SCHEDULER_OPTS \\ # as before\n  --v=3"),
        Example.With().Changing(
            "k8s-master1/usr/lib/systemd/system/kube-scheduler.service",
            "kube-scheduler $KUBE_SCHEDULER_OPTS",
            "kube-scheduler $KUBE_SCHEDULER_OPTS \\\n  --v=3"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from cut in CutCommand.Of(installation)
        select new Finding(cut.At, $"the command ends here: {Quoted.Text(cut.Lost)} and what follows it are not part of it");
}
