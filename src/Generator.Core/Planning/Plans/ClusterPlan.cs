using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>The planned cluster, with every default resolved and every original patched.</summary>
/// <param name="Client">The endpoint that nodes use, and mostly people too: the load balancer, or the only master.</param>
/// <param name="ApiserverPort">The secure port of every kube-apiserver.</param>
/// <param name="Etcd">How to reach etcd.</param>
/// <param name="ClusterCa">The CA file of the kube-apiservers' certificate, on every master.</param>
/// <param name="Hosts">Every machine once: masters, workers, load balancers.</param>
/// <param name="Balancer">The load balancer, if there is one.</param>
/// <param name="Pace">The pace of the rollout.</param>
/// <param name="CertificateNames">The names and addresses that the kube-apiserver's certificate must contain.</param>
/// <param name="Resolved">The topology of this plan, with the values from the originals filled in.</param>
internal sealed record ClusterPlan(
    string Name,
    KubernetesVersion Kubernetes,
    Endpoint Client,
    Port ApiserverPort,
    EtcdPlan Etcd,
    string ClusterCa,
    ImmutableArray<HostPlan> Hosts,
    BalancerPlan? Balancer,
    PacePlan Pace,
    ImmutableArray<string> CertificateNames,
    Topology Resolved)
{
    /// <summary>The machines and roles that leave, in their order.</summary>
    internal ImmutableArray<Departure> Departures { get; init; } = [];

    /// <summary>The files of the earlier output that this one leads away from, for former/; null if there is none.</summary>
    internal FileTree? Former { get; init; }

    /// <summary>What is left behind from that output, in sentences; none if nothing is.</summary>
    internal ImmutableArray<string> Leaving { get; init; } = [];

    /// <summary>The name that clients expect in the certificate instead of the endpoint; null if they expect the endpoint.</summary>
    internal string? ServerName { get; init; }

    /// <summary>The endpoint of people and pipelines.</summary>
    internal Endpoint People => Resolved.LoadBalancer?.ForPeople(ApiserverPort) ?? Client;

    /// <summary>Whether every node has its own load balancer, on loopback.</summary>
    internal bool IsNodeLocal => Resolved.LoadBalancer is { IsNodeLocal: true };

    /// <summary>The URL of the endpoint under the name that its certificate holds.</summary>
    internal string ServedUrl => ServerName is { } name ? $"https://{name}:{Client.Port}" : Client.ToString();

    /// <summary>The allowed signers file; null if the topology names none.</summary>
    internal ReadOnlyMemory<byte>? Signers { get; init; }

    /// <summary>The quorum of etcd before and after, in sentences; none if nothing leaves.</summary>
    internal ImmutableArray<string> EtcdOutlook { get; init; } = [];

    /// <summary>How to reach every machine, by its name in this rollout: those that stay, then those that leave.</summary>
    internal IEnumerable<(string Name, SshPlan Ssh)> Reached =>
        Hosts.Select(host => (host.Name, host.Ssh))
            .Concat(Departures.Where(departure => departure.IsWhole).Select(departure => (departure.Host, departure.Ssh)));

    /// <summary>How to configure the external load balancer; null if there is none.</summary>
    internal ExternalPlan? External =>
        Resolved.LoadBalancer is { Engine.Value.Value: BalancerEngine.External } ? ExternalPlan.Of(this) : null;

    /// <summary>The source master.</summary>
    internal HostPlan Source => Hosts.First(host => host.Is(HostRole.Source));

    /// <summary>The hosts of a role, in the order of the topology.</summary>
    internal IEnumerable<HostPlan> With(HostRole role) => Hosts.Where(host => host.Is(role));

    /// <summary>The file with the cluster's CA on a host; null if it is not known.</summary>
    internal string? CaOn(HostPlan host) =>
        ClusterCa == "-" ? null
        // Every master has it at the same path; another host may have it there, too.
        : host.IsMaster || host.Capture?.Seen(ClusterCa) is not null ? ClusterCa
        : host.Captured is { } captured && Source.Captured is { } source ? ClusterCaFile.Of(captured.Capture, source.Capture, ClusterCa)
        : null;

    /// <summary>The kube-apiserver of a master.</summary>
    internal Endpoint ApiserverOf(HostPlan master) => Endpoint.Https(HostNameOrAddress.Of(master.Address), ApiserverPort);
}
