using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Planning.Emit;
using Generator.Core.Planning.Plans;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;
using Generator.Core.Rollout.Gates;

namespace Generator.Core.Planning.Ordering;

/// <summary>What the phases order.</summary>
/// <param name="Artefacts">The artefacts that are delivered.</param>
internal sealed record RolloutSubject(ArtefactSet Artefacts)
{
    private readonly ImmutableHashSet<string> changed =
        [.. Artefacts.All.Where(artefact => artefact.Class != FileClass.NeverCopied).Select(artefact => artefact.Host)];

    internal ClusterPlan Plan => Artefacts.Plan;

    internal string Source => Plan.Source.Name;

    /// <summary>How long a gate is asked again, in seconds.</summary>
    internal int Seconds => Plan.Pace.GateTimeout.Seconds;

    /// <summary>The hosts to which something is delivered, in the order of the topology.</summary>
    internal IEnumerable<HostPlan> ChangedHosts => Plan.Hosts.Where(IsChanged);

    internal ImmutableArray<HostPlan> NewMasters => [.. Plan.With(HostRole.NewMaster)];

    /// <summary>The workers whose agents are switched, in order.</summary>
    internal ImmutableArray<HostPlan> ChangedWorkers => [.. Plan.With(HostRole.Worker).Where(host => HasChange(host, DeliveryGroup.Node))];

    /// <summary>Whether something is delivered to a host.</summary>
    internal bool IsChanged(HostPlan host) => changed.Contains(host.Name);

    internal bool HasChange(HostPlan host, DeliveryGroup group) => Of(host, group).Any(artefact => artefact.Class != FileClass.NeverCopied);

    /// <summary>How a host's files and lines of one group are put in place; only what there is to do.</summary>
    internal IEnumerable<DeliveryPart> Parts(HostPlan host, DeliveryGroup group)
    {
        if (Of(host, group).Any(artefact => artefact.Content is not null || artefact.Class is FileClass.Directory or FileClass.Link))
            yield return DeliveryPart.Place;
        if (Of(host, group).Any(artefact => artefact.Edits.Length > 0))
            yield return DeliveryPart.Edit;
    }

    /// <summary>The units of a host whose services load something of a group that changes.</summary>
    internal ImmutableArray<string> Affected(HostPlan host, DeliveryGroup group) =>
        [.. host.Units.Where(unit => Of(host, group).Any(artefact => artefact.Units.Contains(unit)))];

    /// <summary>Whether clients reach an API server by the endpoint.</summary>
    internal Gate ClientReady() => Plan.ServerName is null
        ? new Ready(Source, Seconds, $"{Plan.Client}/readyz", Plan.ClusterCa)
        : new ReadyThrough(Source, Seconds, $"{Plan.ServedUrl}/readyz", Plan.Client.Host.Text, Plan.ClusterCa);

    /// <summary>
    /// Whether clients reach an API server through the load balancer of a host. On loopback only the host itself can ask, and without a CA file
    /// it only connects: its kubelet proves the certificate when it moves.
    /// </summary>
    internal Gate ReadyThrough(HostPlan host) =>
        !Plan.IsNodeLocal ? new ReadyThrough(Source, Seconds, $"{Plan.ServedUrl}/readyz", host.Address.Text, Plan.ClusterCa)
        : Plan.CaOn(host) is { } ca ? new ReadyThrough(host.Name, Seconds, $"{Plan.ServedUrl}/readyz", Plan.Client.Host.Text, ca)
        : new Connects(host.Name, Seconds, Plan.Client.Host.Text, Plan.Client.Port.ToString());

    /// <summary>Whether the API server of a master answers.</summary>
    internal Ready ReadyAt(HostPlan master) => new(master.Name, Seconds, $"{Plan.ApiserverOf(master)}/readyz", Plan.ClusterCa);

    /// <summary>A step that still lacks its number.</summary>
    internal static RolloutStep Step(Phase phase, string title, IEnumerable<StepLine> lines)
    {
        ImmutableArray<StepLine> all = [.. lines];
        return new RolloutStep(
            0, phase, PhaseAdvice.OnFailure(phase, all.Any(line => line.Word == LineWord.Undo)), title, PhaseAdvice.Of(phase), all);
    }

    private IEnumerable<Artefact> Of(HostPlan host, DeliveryGroup group) => Artefacts.Of(host).Where(artefact => artefact.Group == group);
}
