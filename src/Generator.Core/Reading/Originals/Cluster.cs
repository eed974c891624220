using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Originals;

/// <summary>The topology and the captured hosts: the input of the rules.</summary>
/// <param name="Installations">The installation of each captured host, by the host's name.</param>
internal sealed record Cluster(Topology Topology, ImmutableSortedDictionary<string, Installation> Installations)
{
    /// <summary>A topology of which no host is captured.</summary>
    internal static Cluster Uncaptured(Topology topology) =>
        new(topology, ImmutableSortedDictionary.Create<string, Installation>(StringComparer.Ordinal));

    /// <summary>The date for the check of certificates; null if expiry is not checked.</summary>
    internal DateOnly? Today { get; init; }

    /// <summary>The allowed signers file; null if there is none.</summary>
    internal SourceFile? Signers { get; init; }

    /// <summary>
    /// The source master's installation; null if it was not captured. Another master's files cannot replace it: the digests that are proved on
    /// arrival are the source master's own.
    /// </summary>
    internal Installation? Source =>
        Topology.Masters.Any(master => master.Host.Name.Value == Topology.Source.Value)
            ? Installations.GetValueOrDefault(Topology.Source.Value.Text)
            : null;

    /// <summary>The installation of a worker: its own, or for assumed originals that of the first captured worker; null if there is none.</summary>
    internal Installation? Of(Worker worker)
    {
        if (Installations.GetValueOrDefault(worker.Host.Name.Value.Text) is { } own)
            return own;
        if (!worker.OriginalsAssumed)
            return null;
        return Topology.Workers
            .Select(other => Installations.GetValueOrDefault(other.Host.Name.Value.Text))
            .FirstOrDefault(installation => installation is not null);
    }

    /// <summary>The captures of the load balancer's hosts.</summary>
    internal IEnumerable<HostCapture> CapturedBalancers =>
        (Topology.LoadBalancer is { } balancer ? balancer.Hosts : [])
            .Select(host => Installations.GetValueOrDefault(host.Name.Value.Text)?.Capture)
            .OfType<HostCapture>();

    /// <summary>
    /// The number of client connections that a load balancer must handle: a kubelet and a kube-proxy hold a few each. With controllers, users
    /// and reconnects after a failover it is about sixteen per node.
    /// </summary>
    internal int ExpectedConnections => (Topology.Masters.Length + Topology.Workers.Length) * 16;

    /// <summary>The secure port of the kube-apiservers: as written in the topology, else as in the source master's flags, else the default.</summary>
    internal Port ApiserverPort
    {
        get
        {
            var written = Topology.Apiserver.Port;
            var flag = Source?.Find(ComponentKind.Apiserver)?.Find("secure-port")?.Text;
            return !written.IsWritten && flag is not null && Port.TryParse(flag, out var port) ? port : written.Value;
        }
    }
}
