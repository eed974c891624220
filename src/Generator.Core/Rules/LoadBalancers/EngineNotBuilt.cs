using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class EngineNotBuilt
{
    internal static readonly Rule Rule = new(
        "LBR002",
        Severity.Error,
        "this load balancer engine is not supported yet",
        "This release writes configuration for nginx only.",
        "use engine: nginx or external, or wait for a release that supports this engine",
        Example.With(
            loadBalancer: "{engine: haproxy, endpoint: kubernetes, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: "
                + "192.168.3.202}]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is { Engine: { Value.Value: not (BalancerEngine.Nginx or BalancerEngine.External) } engine })
            yield return new Finding(engine.At, $"engine {engine} is not supported yet");
    }
}
