using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Model;
using Generator.Core.Values;

namespace Generator.Core.Originals;

/// <summary>The topology together with what was captured of its hosts: what the rules look at.</summary>
/// <param name="Topology">What the user declares.</param>
/// <param name="Installations">What runs on each captured host, by the host's name.</param>
internal sealed record Cluster(Topology Topology, ImmutableSortedDictionary<string, Installation> Installations)
{
    /// <summary>The day for which certificates are judged; null where none expires.</summary>
    internal DateOnly? Today { get; init; }

    /// <summary>The file that says who may sign bundles; null where there is none.</summary>
    internal SourceFile? Signers { get; init; }

    /// <summary>
    /// The source master's installation; null where it was not captured. Another master's files cannot stand for it: the digests that are
    /// proved on arrival are the source's own.
    /// </summary>
    internal Installation? Source =>
        Topology.Masters.Any(master => master.Host.Name.Value == Topology.Source.Value)
            ? Installations.GetValueOrDefault(Topology.Source.Value.Text)
            : null;

    /// <summary>The installation of a worker: its own, or for assumed originals that of the first captured worker; null where there is none.</summary>
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

    /// <summary>What was captured of the load balancer's hosts.</summary>
    internal IEnumerable<HostCapture> CapturedBalancers =>
        (Topology.LoadBalancer is { } balancer ? balancer.Hosts : [])
            .Select(host => Installations.GetValueOrDefault(host.Name.Value.Text)?.Capture)
            .OfType<HostCapture>();

    /// <summary>
    /// How many client connections a load balancer has to expect: a kubelet and a kube-proxy hold a few each; with controllers, people and
    /// reconnects after a failover some sixteen a node.
    /// </summary>
    internal int ExpectedConnections => (Topology.Masters.Length + Topology.Workers.Length) * 16;

    /// <summary>The secure port of the apiservers: as written, else as the source's flags say, else the default.</summary>
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
