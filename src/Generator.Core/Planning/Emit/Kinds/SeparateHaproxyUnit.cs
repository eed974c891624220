using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Planning.Emit.Kinds;

/// <summary>The unit of a separate haproxy, on a load balancer host whose own haproxy serves something else.</summary>
internal static class SeparateHaproxyUnit
{
    internal static readonly ArtefactKind Kind = new()
    {
        Name = "kube-haproxy.service",
        Why = "runs a haproxy of its own, because the one of the distribution serves something else",
        Template = "kube-haproxy.service",
        Files = Files,
        Path = _ => $"/etc/systemd/system/{BalancerProgram.Haproxy.Separate}",
        Group = DeliveryGroup.LoadBalancer,
        LoadedBy = _ => BalancerProgram.Haproxy.Separate,
    };

    /// <summary>What the template sees.</summary>
    /// <param name="Cluster">The cluster's name.</param>
    /// <param name="Configuration">The configuration that it reads.</param>
    internal sealed record View(string Cluster, string Configuration);

    private static IEnumerable<(HostPlan Host, object View)> Files(ClusterPlan plan) =>
        BalancerKind.FilesOfUnit(plan, BalancerProgram.Haproxy.Separate, _ => new View(
            plan.Name, BalancerProgram.Haproxy.ConfigurationOf(BalancerProgram.Haproxy.Separate)));
}
