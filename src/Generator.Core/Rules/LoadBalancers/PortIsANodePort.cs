using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class PortIsANodePort
{
    private const string UsualRange = "30000-32767";

    internal static readonly Rule Rule = new(
        "LBR054",
        Severity.Warning,
        "the load balancer's port is in the range of NodePorts",
        "The load balancer shares its machine with kube-proxy. A Service can get this port as its NodePort at any time, and then kube-proxy leads "
            + "the load balancer's clients to that Service.",
        "set a loadBalancer.port outside of --service-node-port-range, such as 8443; or waive this with the reason",
        Example.With(loadBalancer: "{endpoint: kubernetes, placement: masters, port: 31443}"),
        Example.With(loadBalancer: "{endpoint: kubernetes, placement: masters, port: 8443}"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var range = cluster.Source?.Find(ComponentKind.Apiserver)?.Find("service-node-port-range")?.Text ?? UsualRange;
        if (cluster.Topology.LoadBalancer is not { } balancer || !IsIn(range, balancer.Port.Value))
            return [];
        return from host in balancer.Hosts.Where(host => RunsKubeProxy(cluster, host)).Take(1)
               select new Finding(
                   balancer.Port.At, $"port {balancer.Port} is in the range {Quoted.Text(range)} of NodePorts, and kube-proxy runs on {host.Name}");
    }

    private static bool RunsKubeProxy(Cluster cluster, Host host) =>
        Machines.ComponentsOn(cluster, host).Any(found => found.Component.Kind == ComponentKind.KubeProxy);

    // "30000-32767", or "30000+2767" for the first and the number of further ones.
    private static bool IsIn(string range, Port port) =>
        range.Split('-', '+') is [var start, var end]
        && Port.TryParse(start, out var first)
        && Port.TryParse(end, out var other)
        && first.Number <= port.Number
        && port.Number <= other.Number + (range.Contains('+', StringComparison.Ordinal) ? first.Number : 0);
}
