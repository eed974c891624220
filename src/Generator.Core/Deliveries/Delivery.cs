using System.Collections.Immutable;
using Generator.Core.Model;
using Generator.Core.Syntax;

namespace Generator.Core.Deliveries;

/// <summary>What a finished <c>out/</c> says, read again from its files and from nothing else.</summary>
/// <param name="Topology">The resolved topology in it.</param>
/// <param name="Hosts">Its hosts, in the order of the topology.</param>
/// <param name="Files">Everything that it places, copies, edits or leaves, by host and then by path.</param>
public sealed record Delivery(Topology Topology, ImmutableArray<DeliveryHost> Hosts, ImmutableArray<DeliveryFile> Files)
{
    private readonly ILookup<string, DeliveryHost> byName = Hosts.ToLookup(host => host.Name, StringComparer.Ordinal);
    private readonly ILookup<string, DeliveryFile> byHost = Files.ToLookup(file => file.Host, StringComparer.Ordinal);

    /// <summary>The resolved topology key by key, as it is written.</summary>
    public required MappingNode Written { get; init; }

    /// <summary>Every file of the result, by its path in it.</summary>
    public required FileTree Tree { get; init; }

    /// <summary>The hosts that leave in its rollout, by their names there.</summary>
    internal ImmutableHashSet<string> Leaving { get; init; } = [];

    /// <summary>The cluster's name.</summary>
    public string Cluster => Topology.Cluster.Value.Text;

    /// <summary>Whether the topology says who may sign bundles.</summary>
    public bool NamesSigners => Topology.Signers is not null;

    /// <summary>The host of a name; null where there is none.</summary>
    public DeliveryHost? Find(string name) => byName[name].FirstOrDefault();

    /// <summary>Whether its rollout leads away from a host of an earlier result.</summary>
    internal bool LeadsAwayFrom(DeliveryHost host) => Leaving.Contains(Find(host.Name) is null ? host.Name : $"{host.Name}-old");

    /// <summary>The files of a host.</summary>
    public IEnumerable<DeliveryFile> Of(string host) => byHost[host];
}
