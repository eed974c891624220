using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class NoLeaderElection
{
    internal static readonly Rule Rule = new(
        "FLG010",
        Severity.Error,
        "leader election is switched off",
        "With several masters every controller-manager and scheduler is active at once: two of them fight over every object.",
        "enable it on the host (--leader-elect, or leaderElection.leaderElect in the file of --config) and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-controller-manager.conf",
            "--leader-elect=true",
            "--leader-elect=false"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.Masters.Length == 1
            ? []
            : from installation in cluster.Installations.Values
              from component in installation.Components
              where component.Kind is ComponentKind.ControllerManager or ComponentKind.Scheduler
              let at = component.Find("leader-elect") is { IsFalse: true } flag ? flag.At : OffInConfiguration(cluster, installation, component)?.At
              where at is not null
              select new Finding(at, $"{ComponentNames.Program(component.Kind)} of {installation.Capture.Host} elects no leader");

    // From 1.22 on a flag overrides the file (kubernetes/kubernetes#105712).
    private static ScalarNode? OffInConfiguration(Cluster cluster, Installation installation, Component component) =>
        component.Find("leader-elect") is { IsTrue: true } && cluster.Topology.Kubernetes.Value.Minor >= 22
            ? null
            : ConfiguredSetting.Of(installation, component, "leaderElection", "leaderElect") is { } written
                && ConfiguredSetting.IsOff(written) ? written : null;
}
