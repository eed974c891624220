using System.Globalization;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class MonitorPortTaken
{
    internal static readonly Rule Rule = new(
        "LBR041",
        Severity.Error,
        "the load balancer's port is haproxy's monitor port",
        "haproxy answers monitoring on this port of loopback, so it cannot listen there for clients and does not start.",
        "set another loadBalancer.port, such as 6443",
        Example.WithHaproxy("port: 8404"),
        Example.WithHaproxy(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is { Engine.Value.Value: BalancerEngine.Haproxy, Port: { Value.Number: HaproxyMonitor.Port } port })
            yield return new Finding(
                port.At, string.Create(CultureInfo.InvariantCulture, $"port {HaproxyMonitor.Port} is where haproxy answers monitoring"));
    }
}
