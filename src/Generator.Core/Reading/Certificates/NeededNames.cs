using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Reading.Certificates;

/// <summary>
/// The names that the kube-apiserver's certificate needs: those that clients use, and the usual ones (kubernetes.io, "PKI certificates and
/// requirements"): the masters' host names, loopback, and the other names of the Service "kubernetes".
/// </summary>
internal static class NeededNames
{
    private const string ServiceName = "kubernetes.default.svc";
    private const string UsualDomain = "cluster.local";
    private const int FirstWithServerName = 18;

    /// <summary>All needed names, each once.</summary>
    internal static ImmutableArray<string> Of(Cluster cluster, Installation source) =>
    [
        .. cluster.Topology.Masters.SelectMany(master => new[] { master.Host.Name.Value.Text, master.Host.Address.Value.Text })
            .Concat(OfNodes(cluster.Topology))
            .Concat(OfPeople(cluster.Topology))
            .Concat(["127.0.0.1", "kubernetes", "kubernetes.default", ServiceName, $"{ServiceName}.{DomainOf(cluster, source)}"])
            .Concat(FirstServiceAddress(source) is { } address ? [address.Text] : [])
            .Concat(cluster.Topology.Apiserver.ExtraSans.Select(name => name.Value.Text))
            .Concat(InKubeconfigs(cluster))
            .Distinct(),
    ];

    /// <summary>The names that clients use: if one of them is missing, a client refuses the kube-apiserver.</summary>
    internal static ImmutableArray<string> OfClients(Cluster cluster, Installation source) =>
    [
        .. cluster.Topology.Masters.Select(master => master.Host.Address.Value.Text)
            .Concat(ServerName(cluster) is null ? OfNodes(cluster.Topology) : [])
            .Concat(OfPeople(cluster.Topology))
            .Append(ServiceName)
            .Concat(FirstServiceAddress(source) is { } address ? [address.Text] : [])
            .Concat(cluster.Topology.Apiserver.ExtraSans.Select(name => name.Value.Text))
            .Concat(InKubeconfigs(cluster))
            .Distinct(),
    ];

    /// <summary>
    /// The name that every client of the load balancer expects instead of the endpoint (tls-server-name); null if one of them expects the
    /// endpoint, or may do so. A kubelet that joins writes its own kubeconfig, and leaves that name out (kubelet, certificate/bootstrap).
    /// </summary>
    internal static string? ServerName(Cluster cluster)
    {
        if (cluster.Topology.LoadBalancer is null
            || !KnowsServerName(cluster)
            || Joining.Masters(cluster).Any()
            || cluster.Topology.Workers.Any(worker => cluster.Of(worker) is null))
            return null;
        var names = ClientIdentity.All(cluster)
            .Where(identity => identity.Kind is ComponentKind.Kubelet or ComponentKind.KubeProxy)
            .Select(identity => identity.ServerName)
            .ToArray();
        return names is [{ } first, ..] && names.All(name => name is not null) ? first : null;
    }

    /// <summary>Whether this release reads tls-server-name (Kubernetes changelog, v1.18); an older one ignores it.</summary>
    internal static bool KnowsServerName(Cluster cluster) => cluster.Topology.Kubernetes.Value.Minor >= FirstWithServerName;

    private static IEnumerable<string> OfNodes(Topology topology) => topology.LoadBalancer is { } balancer ? [balancer.ForNodes.Host.Text] : [];

    // Only where nodes use another endpoint than people.
    private static IEnumerable<string> OfPeople(Topology topology) =>
        topology.LoadBalancer is { IsNodeLocal: true } balancer ? [balancer.Endpoint.Value.Text] : [];

    // The host in a URL is replaced by a known address; the name that a kubeconfig expects instead of it stays.
    private static IEnumerable<string> InKubeconfigs(Cluster cluster) =>
        ClientIdentity.All(cluster).Where(identity => identity.Kind is not null).Select(identity => identity.ServerName).OfType<string>();

    private static string DomainOf(Cluster cluster, Installation source) =>
        cluster.Installations.Values.Prepend(source).Select(DomainOf).FirstOrDefault(domain => domain is { Length: > 0 }) ?? UsualDomain;

    // A flag overrides the file.
    private static string? DomainOf(Installation installation) =>
        installation.Find(ComponentKind.Kubelet) is { } kubelet
            ? (kubelet.Find("cluster-domain")?.Text ?? ConfiguredSetting.Of(installation, kubelet, "clusterDomain")?.Value)?.Trim('.')
            : null;

    // The Service "kubernetes" has the first address of the range, whatever address of it the flag names.
    private static Address? FirstServiceAddress(Installation source)
    {
        var range = source.Find(ComponentKind.Apiserver)?.Find("service-cluster-ip-range")?.Text.Split(',')[0].Split('/');
        return range is [var start, var prefix]
            && Address.TryParse(start, out var address)
            && int.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            ? address.Masked(bits).Plus(1)
            : null;
    }
}
