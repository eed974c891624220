using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class NodeLocalHasKeys
{
    internal static readonly Rule Rule = new(
        "LBR055",
        Severity.Error,
        "placement: node-local with keys for other placements",
        "The load balancer of a node serves only its own node, on 127.0.0.1. A VIP would have nothing behind it, and the http page would open "
            + "port 80 on every node.",
        "remove vip and http; or use placement: masters or hosts",
        Example.With(loadBalancer: "{placement: node-local, port: 8443, endpoint: kubernetes, http: true}"),
        Example.With(loadBalancer: "{placement: node-local, port: 8443, endpoint: kubernetes}"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is not { IsNodeLocal: true } balancer)
            yield break;
        if (balancer.Vip is { } vip)
            yield return new Finding(vip.At, $"placement: node-local has no vip, found {vip.Address}");
        if (balancer.Http is { Value.On: true } http)
            yield return new Finding(http.At, "placement: node-local has no http page");
    }
}
