using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Planning.Emit.Kinds;

/// <summary>The unit of a separate keepalived, on a load balancer host whose own keepalived moves another address.</summary>
internal static class SeparateKeepalivedUnit
{
    internal static readonly ArtefactKind Kind = new()
    {
        Name = "kube-keepalived.service",
        Why = "runs a keepalived of its own, because the one of the distribution moves another address",
        Template = "kube-keepalived.service",
        Files = Files,
        Path = _ => $"/etc/systemd/system/{BalancerProgram.Keepalived.Separate}",
        Group = DeliveryGroup.LoadBalancer,
        LoadedBy = _ => BalancerProgram.Keepalived.Separate,
    };

    /// <summary>What the template sees.</summary>
    /// <param name="Cluster">The cluster's name.</param>
    /// <param name="Configuration">The configuration that it reads.</param>
    internal sealed record View(string Cluster, string Configuration);

    private static IEnumerable<(HostPlan Host, object View)> Files(ClusterPlan plan) =>
        BalancerKind.FilesOfUnit(plan, BalancerProgram.Keepalived.Separate, _ => new View(
            plan.Name, BalancerProgram.Keepalived.ConfigurationOf(BalancerProgram.Keepalived.Separate)));
}
