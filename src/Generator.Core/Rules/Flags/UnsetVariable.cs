using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class UnsetVariable
{
    internal static readonly Rule Rule = new(
        "FLG006",
        Severity.Warning,
        "a unit uses a variable that nothing sets",
        "systemd replaces the variable with nothing. That is correct if a file leaves it out on purpose; otherwise the flags in it are missing.",
        "remove it from the unit on the host if it is not wanted, or set it there; or waive this with the reason",
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
