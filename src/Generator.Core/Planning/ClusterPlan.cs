using System.Collections.Immutable;
using Generator.Core.Model;
using Generator.Core.Values;

namespace Generator.Core.Planning;

/// <summary>What the cluster is to become, with every default resolved and every original patched.</summary>
/// <param name="Name">The cluster's name.</param>
/// <param name="Kubernetes">The release that runs.</param>
/// <param name="Client">What nodes and clients use: the load balancer, or the only master.</param>
/// <param name="ApiserverPort">The secure port of every apiserver.</param>
/// <param name="Etcd">How etcd is asked.</param>
/// <param name="ClusterCa">The file of the CA of the apiservers' certificate, on every master.</param>
/// <param name="Hosts">Every machine once: masters, workers, load balancers.</param>
/// <param name="Balancer">The load balancer, if there is one.</param>
/// <param name="Pace">The pace of the rollout.</param>
/// <param name="CertificateNames">The names and addresses that the apiserver's certificate must hold.</param>
/// <param name="Resolved">The topology that this plan carries out, with what the originals decided filled in.</param>
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
    /// <summary>The machines and roles that leave, in the order in which they go.</summary>
    internal ImmutableArray<Departure> Departures { get; init; } = [];

    /// <summary>The files of the result that this one leads away from, for former/; null where it leads away from none.</summary>
    internal FileTree? Former { get; init; }

    /// <summary>What of that result is left behind, in sentences; none where nothing is.</summary>
    internal ImmutableArray<string> Leaving { get; init; } = [];

    /// <summary>The file that says who may sign bundles; null where the topology names none.</summary>
    internal ReadOnlyMemory<byte>? Signers { get; init; }

    /// <summary>The quorum of etcd before and afterwards, in sentences; none where nothing leaves.</summary>
    internal ImmutableArray<string> EtcdOutlook { get; init; } = [];

    /// <summary>How every machine is reached, by its name in this rollout: those that stay, then those that leave.</summary>
    internal IEnumerable<(string Name, SshPlan Ssh)> Reached =>
        Hosts.Select(host => (host.Name, host.Ssh)).Concat(Departures.Where(departure => departure.IsWhole).Select(departure => (departure.Host, departure.Ssh)));

    /// <summary>The source master.</summary>
    internal HostPlan Source => Hosts.First(host => host.Is(HostRole.Source));

    /// <summary>The hosts of a role, in the order of the topology.</summary>
    internal IEnumerable<HostPlan> With(HostRole role) => Hosts.Where(host => host.Is(role));

    /// <summary>The apiserver of a master.</summary>
    internal Endpoint ApiserverOf(HostPlan master) => Endpoint.Https(HostNameOrAddress.Of(master.Address), ApiserverPort);
}
