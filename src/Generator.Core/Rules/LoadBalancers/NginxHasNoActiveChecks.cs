using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class NginxHasNoActiveChecks
{
    internal static readonly Rule Rule = new(
        "LBR013",
        Severity.Note,
        "nginx in front of several masters",
        "nginx has no active health checks. It removes a kube-apiserver that refuses connections. One that accepts them without answering keeps its "
            + "share: with one of two frozen, half of the requests hung (measured).",
        "no action is needed before the rollout; if a master hangs, stop its kube-apiserver, and nginx removes it",
        Example.With(),
        Example.With(masters: "[{name: k8s-master1, address: 192.168.3.171}]"),
        Check)
    {
        NeedsNoAction = true,
    };

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology is { Masters.Length: > 1, LoadBalancer: { Engine.Value.Value: BalancerEngine.Nginx } balancer })
            yield return new Finding(
                balancer.Engine.At, "nginx has no active health checks: a kube-apiserver that accepts connections without answering keeps its share");
    }
}
