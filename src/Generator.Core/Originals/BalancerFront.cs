using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Model;
using Generator.Core.Syntax;
using Generator.Core.Values;

namespace Generator.Core.Originals;

/// <summary>What a captured balancer does with the connections that it passes to this cluster's apiservers.</summary>
/// <param name="Host">The load balancer's host.</param>
/// <param name="Program">nginx or haproxy.</param>
/// <param name="At">Where it is set up.</param>
/// <param name="Servers">The servers behind it, each with its place; as they are written.</param>
/// <param name="Idle">The least time after which a silent connection is cut, and where that is said; null where none is.</param>
/// <param name="Connect">How long a server that does not answer is waited for.</param>
/// <param name="Methods">The ways in which a server is chosen.</param>
internal sealed record BalancerFront(
    string Host,
    string Program,
    Location At,
    ImmutableArray<(string Server, Location At)> Servers,
    BalancerLimit? Idle,
    BalancerLimit Connect,
    ImmutableArray<(string Method, Location At)> Methods)
{
    /// <summary>What chooses the server by the client's address, where it counts.</summary>
    internal ImmutableArray<(string Method, Location At)> Pins { get; init; } = [];

    /// <summary>Whether a server that dies without a word is noticed by keepalive probes, or by checks that end its connections.</summary>
    internal bool Probes { get; init; }

    /// <summary>Servers that get no connection, although they are named, and the word that says so.</summary>
    internal ImmutableArray<(string Server, Location At, string Word)> Unused { get; init; } = [];

    /// <summary>Where nginx is told to send the PROXY protocol.</summary>
    internal ImmutableArray<NginxDirective> SendsProxy { get; init; } = [];

    /// <summary>Where nginx is told to encrypt what it sends.</summary>
    internal ImmutableArray<NginxDirective> BeginsTls { get; init; } = [];

    /// <summary>Where nginx listens for it.</summary>
    internal ImmutableArray<NginxDirective> Listens { get; init; } = [];

    /// <summary>Every one on the captured load balancer hosts whose configuration stays. What haplane replaces needs no advice.</summary>
    internal static IEnumerable<BalancerFront> All(Cluster cluster) =>
        cluster.CapturedBalancers.SelectMany(capture => NginxFront.All(cluster, capture).Concat(HaproxyFront.All(cluster, capture).Select(haproxy => haproxy.Front)));

    /// <summary>Whether a server as a balancer writes it is one of the masters.</summary>
    internal static bool IsMaster(Cluster cluster, string server) => MasterAt(cluster, server) is not null;

    /// <summary>The master that a server is, as a balancer writes it: a name or an address, and mostly a port; null where it is none.</summary>
    internal static Master? MasterAt(Cluster cluster, string server)
    {
        var host = server.StartsWith('[') ? server[1..Math.Max(1, server.IndexOf(']', StringComparison.Ordinal))] : server[..Math.Max(0, server.LastIndexOf(':'))] is { Length: > 0 } before ? before : server;
        // Another port of a master is another service, such as an ingress.
        if (int.TryParse(server[Math.Max(server.LastIndexOf(':') + 1, server.LastIndexOf(']') + 1)..], out var port) && server.Length > host.Length && port != cluster.ApiserverPort.Number)
            return null;
        return cluster.Topology.Masters.FirstOrDefault(master => Address.TryParse(host, out var address) ? master.Host.Address.Value == address : master.Host.Name.Value.Text == host);
    }
}

/// <summary>A time limit of a balancer.</summary>
/// <param name="Time">The limit; <see cref="TimeSpan.MaxValue"/> where there is none.</param>
/// <param name="Text">The setting as it is written.</param>
/// <param name="At">Where.</param>
internal sealed record BalancerLimit(TimeSpan Time, string Text, Location At);
