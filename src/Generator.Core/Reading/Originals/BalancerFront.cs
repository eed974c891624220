using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Originals;

/// <summary>How a captured load balancer handles the connections that it passes to this cluster's kube-apiservers.</summary>
/// <param name="Host">The load balancer's host.</param>
/// <param name="Program">nginx or haproxy.</param>
/// <param name="At">Where it is configured.</param>
/// <param name="Servers">The servers behind it as they are written, each with its place.</param>
/// <param name="Idle">The shortest idle limit, and where it is written; null if there is none.</param>
/// <param name="Connect">The time limit for a server that does not answer.</param>
/// <param name="Methods">The balancing methods.</param>
internal sealed record BalancerFront(
    string Host,
    string Program,
    Location At,
    ImmutableArray<(string Server, Location At)> Servers,
    BalancerLimit? Idle,
    BalancerLimit Connect,
    ImmutableArray<(string Method, Location At)> Methods)
{
    /// <summary>The setting that selects the server by the client's address, if it has an effect.</summary>
    internal ImmutableArray<(string Method, Location At)> Pins { get; init; } = [];

    /// <summary>Whether a failed server is noticed by keepalive probes, or by checks that end its connections.</summary>
    internal bool Probes { get; init; }

    /// <summary>Servers that are named but get no connection, and the word that causes this.</summary>
    internal ImmutableArray<(string Server, Location At, string Word)> Unused { get; init; } = [];

    /// <summary>Where nginx is configured to send the PROXY protocol.</summary>
    internal ImmutableArray<NginxDirective> SendsProxy { get; init; } = [];

    /// <summary>Where nginx is configured to encrypt what it sends.</summary>
    internal ImmutableArray<NginxDirective> BeginsTls { get; init; } = [];

    /// <summary>Where nginx passes on requests, and not only bytes.</summary>
    internal ImmutableArray<NginxDirective> ReadsHttp { get; init; } = [];

    /// <summary>Where nginx listens for it.</summary>
    internal ImmutableArray<NginxDirective> Listens { get; init; } = [];

    /// <summary>
    /// Every front on the captured load balancer hosts whose configuration stays. A configuration that haplane replaces needs no check.
    /// </summary>
    internal static IEnumerable<BalancerFront> All(Cluster cluster) =>
        cluster.CapturedBalancers.SelectMany(capture =>
            NginxFront.All(cluster, capture).Concat(HaproxyFront.All(cluster, capture).Select(haproxy => haproxy.Front)));

    /// <summary>Whether a server, as a load balancer writes it, is one of the masters.</summary>
    internal static bool IsMaster(Cluster cluster, string server) => MasterAt(cluster, server) is not null;

    /// <summary>The master of a server, as a load balancer writes it: a name or an address, and mostly a port; null if it is not a master.</summary>
    internal static Master? MasterAt(Cluster cluster, string server)
    {
        var host = server.StartsWith('[')
            ? server[1..Math.Max(1, server.IndexOf(']', StringComparison.Ordinal))]
            : server[..Math.Max(0, server.LastIndexOf(':'))] is { Length: > 0 } before ? before
            : server;
        // Another port of a master is another service, such as an ingress.
        if (int.TryParse(server[Math.Max(server.LastIndexOf(':') + 1, server.LastIndexOf(']') + 1)..], out var port)
            && server.Length > host.Length
            && port != cluster.ApiserverPort.Number)
            return null;
        return cluster.Topology.Masters.FirstOrDefault(master => Address.TryParse(host, out var address)
            ? master.Host.Address.Value == address
            : master.Host.Name.Value.Text == host);
    }
}

/// <summary>A time limit of a load balancer.</summary>
/// <param name="Time">The limit; <see cref="TimeSpan.MaxValue"/> if there is none.</param>
/// <param name="Text">The setting as it is written.</param>
internal sealed record BalancerLimit(TimeSpan Time, string Text, Location At);
