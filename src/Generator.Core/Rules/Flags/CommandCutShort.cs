using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class CommandCutShort
{
    internal static readonly Rule Rule = new(
        "FLG040",
        Severity.Error,
        "a command ends before its last line",
        "systemd continues a line only if one backslash is its last character. It ignores the lines below, so they are not arguments.",
        "on the host, end the line with one backslash and nothing after it, and move any comment to its own line above; then capture the file again",
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
        select new Finding(cut.At, $"the command ends here: {Quoted.Text(cut.Lost)} and everything after it are not part of it");
}
