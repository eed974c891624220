using System.Collections.Immutable;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Output.Layouts;

/// <summary>How the host engine checks the health of a unit, in addition to whether it runs.</summary>
internal static class UnitHealth
{
    internal static IEnumerable<ImmutableArray<string>> Of(ClusterPlan cluster, HostPlan host)
    {
        // The kube-apiserver is the first to start; without a CA it cannot be checked.
        if (host.ControlPlaneUnits is [var apiserver, ..] && cluster.ClusterCa != "-")
            yield return [apiserver, "https", $"{cluster.ApiserverOf(host)}/readyz", cluster.ClusterCa];
        if (host.KubeProxyHealth is { } health && host.NodeUnits is [_, var proxy, ..])
            yield return [proxy, "http", $"http://{health}/healthz"];
        if (host.BalancerUnit is { } balancer && cluster.Balancer is { } settings)
            yield return [balancer, "tcp", Listening(host), settings.Port.ToString()];
    }

    private static string Listening(HostPlan host) => host switch
    {
        { Listen.Only: { IsLoopback: true } only } => only.Text,
        { IsMaster: true } => host.Address.Text,
        _ => host.Address.IsIpv6 ? "::1" : "127.0.0.1",
    };
}
