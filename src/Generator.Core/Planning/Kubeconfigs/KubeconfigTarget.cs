using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Kubeconfigs;

/// <summary>The endpoint that people's kubeconfigs get, and what they may name before.</summary>
/// <param name="Wanted">The endpoint.</param>
/// <param name="ClusterName">The name of the cluster, for messages; empty if only the endpoint is known.</param>
/// <param name="Known">The addresses and names of this cluster's kube-apiservers, now and before; empty if any may be replaced.</param>
/// <param name="ServerName">A name in the kube-apiservers' certificate, if it lacks the endpoint; else null.</param>
public sealed record KubeconfigTarget(Endpoint Wanted, string ClusterName, ImmutableArray<string> Known, string? ServerName)
{
    /// <summary>Whether the kube-apiservers' certificate was read, so that a missing name would be known.</summary>
    public bool HasCertificate { get; init; }

    private const string UsualName = "kubernetes.default.svc";

    /// <summary>Reads an endpoint that the operator has chosen; null if it is not an https URL.</summary>
    public static KubeconfigTarget? Chosen(string url) =>
        Endpoint.TryParse(url, out var endpoint) && endpoint.Scheme == "https" ? new KubeconfigTarget(endpoint, "", [], null) : null;

    /// <summary>The endpoint of a topology. With a load balancer, its originals may be missing or have faults.</summary>
    public static Outcome<KubeconfigTarget> Of(InputSet input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return YamlReader.Read(input.Topology, YamlLimits.Written)
            .Then(TopologyBinder.Bind)
            .Then(topology => ClusterOf(topology, input.Originals))
            .Then(cluster => Of(cluster, input.Before));
    }

    // Without a load balancer the port of the endpoint is a captured flag.
    private static Outcome<Cluster> ClusterOf(Topology topology, ImmutableArray<SourceFile> originals)
    {
        var read = OriginalsReader.Read(topology, originals);
        return read.Result is null && topology.LoadBalancer is not null ? Outcome.Of(Cluster.Uncaptured(topology), []) : read;
    }

    private static KubeconfigTarget Of(Cluster cluster, EarlierResults? before)
    {
        var certificate = NamedCertificate.Of(cluster, NamedCertificate.Serving)?.Own;
        var topology = cluster.Topology;
        var earlier = new[] { before?.Current, before?.Former }.OfType<EarlierResult>().Select(result => result.Delivery.Topology);
        var wanted = EndpointOf(topology, cluster.ApiserverPort);
        return new KubeconfigTarget(
            wanted,
            topology.Cluster.Value.Text,
            [.. earlier.Prepend(topology).SelectMany(Names).Distinct(StringComparer.OrdinalIgnoreCase)],
            certificate is not null && !certificate.Names(wanted.Host.Text) ? NameIn(certificate) : null)
        {
            HasCertificate = certificate is not null,
        };
    }

    private static Endpoint EndpointOf(Topology topology, Port apiserver) => topology.LoadBalancer is { } balancer
        ? balancer.ForPeople(apiserver)
        : Endpoint.Https(
            HostNameOrAddress.Of(topology.Masters.First(master => master.Host.Name.Value == topology.Source.Value).Host.Address.Value), apiserver);

    private static IEnumerable<string> Names(Topology topology) =>
    [
        .. topology.Masters.SelectMany(master => NamesOf(master.Host).Append(master.NodeName.Value.Text)),
        .. topology.LoadBalancer is { } balancer ? NamesOf(balancer) : [],
    ];

    private static IEnumerable<string> NamesOf(LoadBalancer balancer) =>
    [
        .. (balancer.IsNodeLocal ? [] : balancer.Hosts).SelectMany(NamesOf),
        balancer.Endpoint.Value.Text,
        .. balancer.Vip is { } vip ? [vip.Address.Value.Text] : ImmutableArray<string>.Empty,
    ];

    private static string[] NamesOf(Host host) => [host.Address.Value.Text, host.Name.Value.Text];

    private static string? NameIn(Certificate certificate) =>
        certificate.Names(UsualName) ? UsualName : certificate.DnsNames.FirstOrDefault(name => !name.Contains('*', StringComparison.Ordinal));
}
