using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Emit.Kinds;

/// <summary>
/// The load balancer's configuration, which nginx reloads: the distribution's nginx.conf, or a separate one for a separate service
/// if nginx.conf serves other sites. Those sites then keep port 80.
/// </summary>
internal static class NginxConfiguration
{
    internal static readonly ArtefactKind Kind = new()
    {
        Name = "nginx.conf",
        Why = "leads every client to a kube-apiserver that answers",
        Template = "nginx.conf",
        Files = Files,
        Path = BalancerKind.PathOf(BalancerProgram.Nginx),
        Group = DeliveryGroup.LoadBalancer,
        LoadedBy = host => host.BalancerUnit,
        Load = host => host.ListensElsewhere ? LoadAction.Restart : LoadAction.Reload,

        // The shared one is the distribution's default: a host with other sites has a separate one.
        MayReplace = host => host.BalancerUnit == BalancerProgram.Nginx.Shared,

        // The distribution's nginx does not start without it.
        Stays = [BalancerProgram.Nginx.MainConfiguration],
    };

    /// <summary>The record for the template.</summary>
    /// <param name="Cluster">The cluster's name.</param>
    /// <param name="User">The user of the workers.</param>
    /// <param name="Modules">The distribution's file with the modules to load.</param>
    /// <param name="Prefix">Distinguishes the files of a separate service from the distribution's: <c>kube-</c>, or nothing.</param>
    /// <param name="Connections">Connections of one worker, both sides counted.</param>
    /// <param name="OpenFiles">Descriptors of one worker.</param>
    /// <param name="Upstreams">The kube-apiservers.</param>
    /// <param name="Listen">The address for clients.</param>
    /// <param name="FormerListen">The previous address, which clients may still use; empty if there is none.</param>
    /// <param name="Http">Whether the http page is served.</param>
    /// <param name="HttpListen">Where the http page is served.</param>
    internal sealed record View(
        string Cluster,
        string User,
        string Modules,
        string Prefix,
        int Connections,
        int OpenFiles,
        ImmutableArray<Upstream> Upstreams,
        string Listen,
        string FormerListen,
        bool Http,
        string HttpListen);

    /// <summary>One kube-apiserver.</summary>
    /// <param name="Server">Address and port.</param>
    /// <param name="Padding">The spaces that align the comments.</param>
    /// <param name="Name">The master's name.</param>
    internal sealed record Upstream(string Server, string Padding, string Name);

    private static IEnumerable<(HostPlan Host, object View)> Files(ClusterPlan plan) =>
        BalancerKind.Files(plan, BalancerProgram.Nginx, (balancer, host) => ViewOf(plan, balancer, host));

    private static View ViewOf(ClusterPlan plan, BalancerPlan balancer, HostPlan host)
    {
        var (user, modules) = balancer.Distro switch
        {
            Distro.Debian => ("www-data", "/etc/nginx/modules-enabled/*.conf"),
            _ => ("nginx", "/usr/share/nginx/modules/*.conf"),
        };
        var widest = balancer.Upstream.Max(upstream => upstream.Endpoint.Authority.Length);
        var isSeparate = host.BalancerUnit == BalancerProgram.Nginx.Separate;
        return new View(
            plan.Name,
            user,
            modules,
            isSeparate ? "kube-" : "",
            BalancerSize.Connections(balancer.Connections),
            BalancerSize.OpenFiles(balancer.Connections),
            [
                .. balancer.Upstream.Select(upstream =>
                    new Upstream(upstream.Endpoint.Authority, new string(' ', widest - upstream.Endpoint.Authority.Length), upstream.Name)),
            ],
            Listen(host.Listen, balancer.Port),
            host.FormerPort is { } former ? Listen(host.FormerListen ?? host.Listen, former) : "",
            balancer.Http && !isSeparate,
            host.Address.IsIpv6 ? "[::]:80" : "80");
    }

    private static string Listen(BalancerListen? listen, Port port) => listen switch
    {
        { Only: { } only } => $"{only.Bracketed}:{port}",
        { Ipv4: true, Ipv6: true } => $"[::]:{port} ipv6only=off",
        { Ipv6: true } => $"[::]:{port}",
        _ => port.ToString(),
    };
}
