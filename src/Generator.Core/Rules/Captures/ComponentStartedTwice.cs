using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class ComponentStartedTwice
{
    internal static readonly Rule Rule = new(
        "ORG004",
        Severity.Error,
        "two units start one component",
        "The files do not show which of the two units is in use. A patch to the wrong one has no effect.",
        "remove the unit that is not in use from the host, and capture it again",
        Example.With().Changing(
            "k8s-node1/usr/lib/systemd/system/kube-proxy.service",
            "/data/application/kubernetes/bin/kube-proxy",
            "/data/application/kubernetes/bin/kubelet"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from same in installation.Components.GroupBy(component => component.Kind)
        from again in same.Skip(1)
        select new Finding(
            Location.StartOf(again.Unit.File), $"{same.First().UnitName} and {again.UnitName} both start {ComponentNames.Program(again.Kind)}");
}
