using System.Globalization;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Emit.Kinds;

/// <summary>The script with which keepalived checks the load balancer of its host. Every run reads it anew, and a reload does no harm.</summary>
internal static class LoadBalancerCheck
{
    internal const string Path = "/etc/keepalived/check-load-balancer";

    internal static readonly ArtefactKind Kind = new()
    {
        Name = "check-load-balancer",
        Why = "tells keepalived whether the load balancer of this host works",
        Template = "check-load-balancer",
        Files = Files,
        Path = _ => Path,
        Group = DeliveryGroup.LoadBalancer,
        LoadedBy = host => host.VipUnit,
        Load = _ => LoadAction.Reload,
    };

    /// <summary>What the template sees.</summary>
    /// <param name="Cluster">The cluster's name.</param>
    /// <param name="Monitor">The port on which haproxy answers; 0 for nginx.</param>
    /// <param name="Port">The port that clients use.</param>
    /// <param name="PortInHex">The same as the kernel writes it.</param>
    internal sealed record View(string Cluster, int Monitor, string Port, string PortInHex);

    private static IEnumerable<(HostPlan Host, object View)> Files(ClusterPlan plan) =>
        plan.Balancer is { Program: { } program, Vip: not null } balancer
            ? plan.With(HostRole.LoadBalancer).Select(host => (host, (object)ViewOf(plan, program, balancer)))
            : [];

    private static View ViewOf(ClusterPlan plan, BalancerProgram program, BalancerPlan balancer) => new(
        plan.Name,
        program == BalancerProgram.Haproxy ? HaproxyMonitor.Port : 0,
        balancer.Port.ToString(),
        balancer.Port.Number.ToString("X4", CultureInfo.InvariantCulture));
}
