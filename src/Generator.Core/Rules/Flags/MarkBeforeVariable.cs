using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Syntax;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG041.</summary>
internal static class MarkBeforeVariable
{
    internal static readonly Rule Rule = new(
        "FLG041",
        Severity.Error,
        "a byte order mark in a file of flags",
        "systemd reads the mark as part of the first variable's name. The unit then uses a variable that nothing sets, and its flags are lost.",
        "save the file as UTF-8 without a byte order mark on the host (sed -i '1s/^\\xEF\\xBB\\xBF//' FILE), and capture it again",
        Example.With().Changing("k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf", "KUBE_SCHEDULER_OPTS=", "\uFEFFKUBE_SCHEDULER_OPTS="),
        Example.With().Changing("k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf", "KUBE_SCHEDULER_OPTS=", "\uFEFF# flags\nKUBE_SCHEDULER_OPTS="),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from file in installation.FlagFiles
        where EnvironmentFile.Parse(file).HasMarkedName
        select new Finding(Location.StartOf(file), "the file starts with a byte order mark, which is part of the first variable's name");
}
