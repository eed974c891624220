using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG010.</summary>
internal static class NoLeaderElection
{
    internal static readonly Rule Rule = new(
        "FLG010",
        Severity.Error,
        "leader election is switched off",
        "With several masters every controller-manager and scheduler acts at once: two of them fight over every object.",
        "remove --leader-elect=false on the host and capture it again",
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
              let flag = component.Find("leader-elect")
              where flag is { IsFalse: true }
              select new Finding(flag.At, $"{ComponentNames.Program(component.Kind)} of {installation.Capture.Host} elects no leader");
}
