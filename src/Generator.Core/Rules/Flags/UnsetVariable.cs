using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG006.</summary>
internal static class UnsetVariable
{
    internal static readonly Rule Rule = new(
        "FLG006",
        Severity.Warning,
        "a unit uses a variable that nothing sets",
        "systemd puts nothing in its place. That is right where a file leaves a variable out on purpose; else the flags that it should bring are not there.",
        "take it out of the unit on the host if it is not wanted, or set it there; or waive this with the reason",
        Example.With().Changing(
            "k8s-master1/usr/lib/systemd/system/kube-scheduler.service",
            "$KUBE_SCHEDULER_OPTS",
            "$KUBE_SCHEDULER_OPTS $KUBE_LOGGING"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from component in installation.Components
        from variable in component.Command.Unset
        select new Finding(variable.At, $"nothing sets the variable {variable.Name}");
}
