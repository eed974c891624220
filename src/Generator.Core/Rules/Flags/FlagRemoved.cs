using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Flags;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class FlagRemoved
{
    internal static readonly Rule Rule = new(
        "FLG022",
        Severity.Warning,
        "this release no longer has a flag",
        "A component does not start with an unknown flag. Either the topology names a release that does not run, or the next restart fails.",
        "correct kubernetes: in the topology, or remove the flag on the host and capture it again",
        Example.With().Changing("k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf", "--v=2", "--v=2 --failure-domains=zone"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var release = cluster.Topology.Kubernetes.Value.Minor;
        return from installation in cluster.Installations.Values
               from component in installation.Components
               let program = ComponentNames.Program(component.Kind)
               from flag in component.Flags
               let last = FlagTable.Find(program, flag.Name)?.Last
               where last < release
               select new Finding(
                   flag.At,
                   FormattableString.Invariant(
                       $"{program} has no --{flag.Name} since 1.{last + 1}, but this cluster is {cluster.Topology.Kubernetes}"));
    }
}
