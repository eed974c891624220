using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class ExternalHasHosts
{
    internal static readonly Rule Rule = new(
        "LBR051",
        Severity.Error,
        "an external load balancer with keys for haplane's own",
        "haplane configures no host for an external load balancer. A reader of the topology would expect that these keys have an effect.",
        "keep only engine, endpoint and port; or use another engine to let haplane configure the hosts",
        Example.With(loadBalancer: "{engine: external, endpoint: 192.168.3.201, hosts: [{name: lb1, address: 192.168.3.202}]}"),
        Example.With(loadBalancer: "{engine: external, endpoint: 192.168.3.201}"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is not { Engine.Value.Value: BalancerEngine.External } balancer)
            yield break;
        if (balancer.Hosts is [var host, ..])
            yield return new Finding(host.At, $"engine: external has no hosts, found {host.Name}");
        if (balancer.Placement is { IsWritten: true } placement)
            yield return new Finding(placement.At, $"engine: external has no placement, found {placement}");
        if (balancer.Vip is { } vip)
            yield return new Finding(vip.At, $"engine: external has no vip, found {vip.Address}");
        if (balancer.Http is { IsWritten: true, Value.On: true } http)
            yield return new Finding(http.At, "engine: external has no http page");
        if (balancer.Distro is { IsWritten: true } distro)
            yield return new Finding(distro.At, $"engine: external has no distro, found {distro}");
    }
}
