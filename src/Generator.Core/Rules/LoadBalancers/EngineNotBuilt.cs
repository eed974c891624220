using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Values;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR002.</summary>
internal static class EngineNotBuilt
{
    internal static readonly Rule Rule = new(
        "LBR002",
        Severity.Error,
        "a load balancer that is not built yet",
        "This release writes the configuration of nginx only.",
        "use engine: nginx, or wait for a release that builds this one",
        Example.With(loadBalancer: "{engine: haproxy, endpoint: 192.168.3.201, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is { Engine: { Value.Value: not BalancerEngine.Nginx } engine })
            yield return new Finding(engine.At, $"engine {engine} is not built yet");
    }
}
