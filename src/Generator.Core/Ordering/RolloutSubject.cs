using System.Collections.Immutable;
using Generator.Core.Artefacts;
using Generator.Core.Emit;
using Generator.Core.Planning;

namespace Generator.Core.Ordering;

/// <summary>What the phases order.</summary>
/// <param name="Artefacts">The artefacts that are delivered.</param>
internal sealed record RolloutSubject(ArtefactSet Artefacts)
{
    private readonly ImmutableHashSet<string> changed =
        [.. Artefacts.All.Where(artefact => artefact.Class != FileClass.NeverCopied).Select(artefact => artefact.Host)];

    /// <summary>The plan.</summary>
    internal ClusterPlan Plan => Artefacts.Plan;

    /// <summary>How long a gate is asked again, in seconds.</summary>
    internal int Seconds => Plan.Pace.GateTimeout.Seconds;

    /// <summary>The hosts to which something is delivered, in the order of the topology.</summary>
    internal IEnumerable<HostPlan> ChangedHosts => Plan.Hosts.Where(host => IsChanged(host));

    /// <summary>The masters that are made, in order.</summary>
    internal ImmutableArray<HostPlan> NewMasters => [.. Plan.With(HostRole.NewMaster)];

    /// <summary>The workers whose agents move, in order.</summary>
    internal ImmutableArray<HostPlan> ChangedWorkers => [.. Plan.With(HostRole.Worker).Where(host => HasChange(host, DeliveryGroup.Node))];

    /// <summary>Whether something is delivered to a host.</summary>
    internal bool IsChanged(HostPlan host) => changed.Contains(host.Name);

    /// <summary>Whether something of a group is delivered to a host.</summary>
    internal bool HasChange(HostPlan host, DeliveryGroup group) => Of(host, group).Any(artefact => artefact.Class != FileClass.NeverCopied);

    /// <summary>The actions that put a host's files and lines of one group in place; only those that have something to do.</summary>
    internal IEnumerable<RolloutAction> Delivery(HostPlan host, DeliveryGroup group)
    {
        if (Of(host, group).Any(artefact => artefact.Content is not null || artefact.Class is FileClass.Directory or FileClass.Link))
            yield return new RolloutAction(host.Name, Verb.Place, Spelling.Of(group));
        if (Of(host, group).Any(artefact => artefact.Edits.Length > 0))
            yield return new RolloutAction(host.Name, Verb.Edit, Spelling.Of(group));
    }

    /// <summary>The units of a host whose services load something of a group that changes.</summary>
    internal IEnumerable<string> Affected(HostPlan host, DeliveryGroup group) =>
        host.Units.Where(unit => Of(host, group).Any(artefact => artefact.Units.Contains(unit)));

    private IEnumerable<Artefact> Of(HostPlan host, DeliveryGroup group) => Artefacts.Of(host).Where(artefact => artefact.Group == group);

    /// <summary>A step that still lacks its number.</summary>
    internal static RolloutStep Step(Phase phase, string title, IEnumerable<RolloutAction> actions, IEnumerable<Gate> gates) =>
        new(0, phase, title, [.. actions], [.. gates]);
}
