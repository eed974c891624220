using Generator.Core.Diagnostics;
using Generator.Core.Flags;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG023.</summary>
internal static class UnknownFlag
{
    internal static readonly Rule Rule = new(
        "FLG023",
        Severity.Warning,
        "a flag that the component does not know",
        "A component that is given a flag it does not know does not start. What runs today was started before the flag was written, or by another file.",
        "correct the name on the host and capture it again",
        Example.With().Changing("k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf", "--v=2", "--v=2 --leader-elct=true"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        // What is older or newer than the table cannot be judged by it.
        cluster.Topology.Kubernetes.Value.Minor is < FlagTable.FirstMinor or > FlagTable.LastMinor
            ? []
            : from installation in cluster.Installations.Values
              from component in installation.Components
              let program = ComponentNames.Program(component.Kind)
              from flag in component.Flags
              where FlagTable.LastMinorOf(program, flag.Name) is null
              let nearest = Suggestion.Nearest(flag.Name, FlagTable.NamesOf(program))
              select new Finding(flag.At, $"{program} has no flag --{flag.Name}{(nearest is null ? "" : $"; did you mean --{nearest}?")}");
}
