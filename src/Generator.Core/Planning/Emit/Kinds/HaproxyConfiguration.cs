using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Emit.Kinds;

/// <summary>
/// The load balancer's configuration, which haproxy reloads: the distribution's haproxy.cfg, or a separate one for a separate service
/// if haproxy.cfg serves something else.
/// </summary>
internal static class HaproxyConfiguration
{
    internal static readonly ArtefactKind Kind = new()
    {
        Name = "haproxy.cfg",
        Why = "leads every client to a kube-apiserver that is ready",
        Template = "haproxy.cfg",
        Files = Files,
        Path = BalancerKind.PathOf(BalancerProgram.Haproxy),
        Group = DeliveryGroup.LoadBalancer,
        LoadedBy = host => host.BalancerUnit,
        Load = _ => LoadAction.Reload,

        // The shared one is the distribution's default: a host whose haproxy serves something has a separate one.
        MayReplace = host => host.BalancerUnit == BalancerProgram.Haproxy.Shared,

        // The distribution's haproxy does not start without it.
        Stays = [BalancerProgram.Haproxy.MainConfiguration],
    };

    /// <summary>The record for the template.</summary>
    /// <param name="Cluster">The cluster's name.</param>
    /// <param name="Prefix">Distinguishes the files of a separate service from the distribution's: <c>kube-</c>, or nothing.</param>
    /// <param name="Connections">Client connections.</param>
    /// <param name="Listen">The address for clients.</param>
    /// <param name="FormerListen">The previous address, which clients may still use; empty if there is none.</param>
    /// <param name="Check">The health check.</param>
    /// <param name="Servers">The kube-apiservers.</param>
    /// <param name="Monitor">The port for monitoring.</param>
    internal sealed record View(
        string Cluster,
        string Prefix,
        int Connections,
        string Listen,
        string FormerListen,
        CheckView Check,
        ImmutableArray<Server> Servers,
        int Monitor);

    /// <summary>The health check.</summary>
    /// <param name="IsRefused">Whether the kube-apiservers refuse a request without a certificate or token.</param>
    /// <param name="Ca">The cluster's CA; empty where this host does not have it.</param>
    /// <param name="Detection">The longest time until a master that fails is out.</param>
    internal sealed record CheckView(bool IsRefused, string Ca, int Interval, int Timeout, int Failures, int Detection);

    /// <summary>One kube-apiserver.</summary>
    /// <param name="Address">Address and port.</param>
    internal sealed record Server(string Name, string Address);

    private static IEnumerable<(HostPlan Host, object View)> Files(ClusterPlan plan) =>
        BalancerKind.Files(plan, BalancerProgram.Haproxy, (balancer, host) => new View(
            plan.Name,
            host.BalancerUnit == BalancerProgram.Haproxy.Separate ? "kube-" : "",
            BalancerSize.Connections(balancer.Connections) / 2,
            Listen(host.Listen, balancer.Port),
            host.FormerPort is { } former ? Listen(host.FormerListen ?? host.Listen, former) : "",
            CheckOf(Draining.Of(plan.Source.Captured), plan.CaOn(host) ?? ""),
            [.. balancer.Upstream.Select(upstream => new Server(upstream.Name, upstream.Endpoint.Authority))],
            HaproxyMonitor.Port));

    private static CheckView CheckOf(Draining draining, string ca) =>
        new(
            draining.RefusesAnonymous,
            ca,
            draining.Check.Interval,
            draining.Check.Timeout,
            draining.Check.Failures,
            draining.Check.Detection);

    private static string Listen(BalancerListen? listen, Port port) => listen switch
    {
        { Only: { } only } => $"{only.Bracketed}:{port}",
        { Ipv4: true, Ipv6: true } => $"[::]:{port} v4v6",
        { Ipv6: true } => $"[::]:{port} v6only",
        _ => $":{port}",
    };
}
