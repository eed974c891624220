using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Flags;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class UnknownFlag
{
    internal static readonly Rule Rule = new(
        "FLG023",
        Severity.Warning,
        "the component does not know a flag",
        "A component does not start with an unknown flag. The running process was started before the flag was written, or from another file.",
        "correct the name on the host and capture it again",
        Example.With().Changing("k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf", "--v=2", "--v=2 --leader-elct=true"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var release = cluster.Topology.Kubernetes.Value.Minor;
        return from installation in cluster.Installations.Values
               from component in installation.Components
               let program = ComponentNames.Program(component.Kind)
               from flag in component.Flags
               let known = FlagTable.Find(program, flag.Name)
               let message = known is null ? Unknown(program, flag.Name, release) : TooNew(program, flag.Name, known, cluster)
               where message is not null
               select new Finding(flag.At, message)
               {
                   Hint = known is null ? null : "correct kubernetes: in the topology, or remove the flag on the host and capture it again",
               };
    }

    // If the table lacks flags of this release, an unknown flag is no fault.
    private static string? Unknown(string program, string flag, int release) =>
        release is < FlagTable.FirstMinor or > FlagTable.LastWholeMinor ? null
        : Suggestion.Nearest(flag, FlagTable.NamesOf(program)) is { } nearest ? $"{program} has no flag --{flag}; did you mean --{nearest}?"
        : $"{program} has no flag --{flag}";

    private static string? TooNew(string program, string flag, KnownFlag known, Cluster cluster) =>
        known.First > cluster.Topology.Kubernetes.Value.Minor
            ? FormattableString.Invariant($"{program} has --{flag} only since 1.{known.First}, but this cluster is {cluster.Topology.Kubernetes}")
            : null;
}
