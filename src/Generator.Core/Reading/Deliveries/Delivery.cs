using System.Collections.Immutable;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Failures;
using Generator.Core.Reading.Model;
using Generator.Core.Rollout;

namespace Generator.Core.Reading.Deliveries;

/// <summary>The contents of a finished <c>out/</c>, read only from its files.</summary>
/// <param name="Hosts">Its hosts, in the order of the topology.</param>
/// <param name="Files">Everything that it places, copies, edits or leaves, by host and then by path.</param>
public sealed record Delivery(Topology Topology, ImmutableArray<DeliveryHost> Hosts, ImmutableArray<DeliveryFile> Files)
{
    private readonly ILookup<string, DeliveryHost> byName = Hosts.ToLookup(host => host.Name, StringComparer.Ordinal);
    private Dictionary<(string Host, string Unit), RolloutStep>? stepByUnit;
    private readonly ILookup<string, DeliveryFile> byHost = Files.ToLookup(file => file.Host, StringComparer.Ordinal);

    /// <summary>The resolved topology key by key, as it is written.</summary>
    public required MappingNode Written { get; init; }

    /// <summary>Every file of the output, by its path in it.</summary>
    public required FileTree Tree { get; init; }

    /// <summary>Its rollout; null where another release wrote it in another form.</summary>
    public RolloutPlan? Plan { get; init; }

    /// <summary>What happens when a host dies after its rollout; null where an older release wrote it.</summary>
    public FailureTable? Failures { get; init; }

    /// <summary>The cluster's name.</summary>
    public string Cluster => Topology.Cluster.Value.Text;

    /// <summary>Whether the topology lists allowed signers of bundles.</summary>
    public bool NamesSigners => Topology.Signers is not null;

    /// <summary>The host with a name; null if there is none.</summary>
    public DeliveryHost? Find(string name) => byName[name].FirstOrDefault();

    /// <summary>The step of its rollout that delivers a unit to a host; null where there is none.</summary>
    internal RolloutStep? StepOf(string host, string unit) => (stepByUnit ??= StepsByUnit(Plan)).GetValueOrDefault((host, unit));

    private static Dictionary<(string Host, string Unit), RolloutStep> StepsByUnit(RolloutPlan? plan)
    {
        var steps = new Dictionary<(string Host, string Unit), RolloutStep>();
        foreach (var step in plan?.Steps ?? [])
        {
            foreach (var (delivery, unit) in step.OwnDeliveries.SelectMany(delivery => delivery.Units.Select(unit => (delivery, unit))))
                steps.TryAdd((delivery.Host, unit), step);
        }

        return steps;
    }

    /// <summary>The name in a rollout of a machine whose name another one takes.</summary>
    internal static string OldNameOf(string host) => $"{host}-old";

    /// <summary>Whether its rollout leads away from a host of an earlier result.</summary>
    internal bool LeadsAwayFrom(DeliveryHost host) => Plan?.Find(Find(host.Name) is null ? host.Name : OldNameOf(host.Name)) is { IsLeaving: true };

    /// <summary>The files of a host.</summary>
    public IEnumerable<DeliveryFile> Of(string host) => byHost[host];
}
