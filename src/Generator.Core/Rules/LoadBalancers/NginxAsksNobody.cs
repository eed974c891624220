using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Values;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR013.</summary>
internal static class NginxAsksNobody
{
    internal static readonly Rule Rule = new(
        "LBR013",
        Severity.Note,
        "nginx in front of several masters",
        "nginx asks no apiserver for its health. One that refuses connections is left out at once; one that accepts them and does not answer keeps its share: half of the requests hung, measured with one of two frozen.",
        "nothing has to be done before the rollout; when a master hangs, stop its kube-apiserver and nginx leaves it out",
        Example.With(),
        Example.With(masters: "[{name: k8s-master1, address: 192.168.3.171}]"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology is { Masters.Length: > 1, LoadBalancer: { Engine.Value.Value: BalancerEngine.Nginx } balancer })
            yield return new Finding(balancer.Engine.At, "nginx has no active checks: an apiserver that accepts connections and does not answer keeps its share of them");
    }
}
