using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Planning.Emit.Kinds;

/// <summary>The unit of a separate nginx, on a load balancer host whose own nginx serves other sites.</summary>
internal static class SeparateNginxUnit
{
    internal static readonly ArtefactKind Kind = new()
    {
        Name = "kube-nginx.service",
        Why = "runs an nginx of its own, because the one of the distribution serves other sites",
        Template = "kube-nginx.service",
        Files = Files,
        Path = _ => $"/etc/systemd/system/{BalancerProgram.Nginx.Separate}",
        Group = DeliveryGroup.LoadBalancer,
        LoadedBy = _ => BalancerProgram.Nginx.Separate,
    };

    /// <summary>What the template sees.</summary>
    /// <param name="Cluster">The cluster's name.</param>
    /// <param name="Configuration">The configuration that it reads.</param>
    /// <param name="OpenFiles">Descriptors that it may hold.</param>
    internal sealed record View(string Cluster, string Configuration, int OpenFiles);

    private static IEnumerable<(HostPlan Host, object View)> Files(ClusterPlan plan) =>
        BalancerKind.FilesOfUnit(plan, BalancerProgram.Nginx.Separate, balancer => new View(
            plan.Name,
            BalancerProgram.Nginx.ConfigurationOf(BalancerProgram.Nginx.Separate),
            BalancerSize.OpenFiles(balancer.Connections)));
}
