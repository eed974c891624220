using System.Text;
using Generator.Core.Artefacts;
using Generator.Core.Planning;
using Generator.Core.Templating;

namespace Generator.Core.Emit;

/// <summary>The unit of a separate nginx, on a load balancer host whose own nginx serves other sites.</summary>
internal static class SeparateNginxUnit
{
    internal static readonly ArtefactKind Kind = new("kube-nginx.service", Emit);

    private const string Folder = "/etc/systemd/system";

    /// <summary>What the template sees.</summary>
    /// <param name="Cluster">The cluster's name.</param>
    /// <param name="Configuration">The configuration that it reads.</param>
    /// <param name="OpenFiles">Descriptors that it may hold.</param>
    internal sealed record View(string Cluster, string Configuration, int OpenFiles);

    private static IEnumerable<Artefact> Emit(ClusterPlan plan) =>
        plan.Balancer is { } balancer
            ? plan.With(HostRole.LoadBalancer).Where(host => host.BalancerUnit == NginxUnit.Separate).Select(host => New(plan, balancer, host))
            : [];

    private static Artefact New(ClusterPlan plan, BalancerPlan balancer, HostPlan host)
    {
        var view = new View(plan.Name, NginxUnit.ConfigurationOf(NginxUnit.Separate), NginxSize.OpenFiles(balancer.Connections));
        var content = Encoding.UTF8.GetBytes(Templates.Render("kube-nginx.service", view));
        return Artefact.Rendered(host.Name, $"{Folder}/{NginxUnit.Separate}", content, "kube-nginx.service", balancer.At) with { Units = [NginxUnit.Separate] };
    }
}
