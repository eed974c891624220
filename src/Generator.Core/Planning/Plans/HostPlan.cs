using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>The plan of one host.</summary>
/// <param name="NodeName">Its node name; null if it is not a node.</param>
/// <param name="Ssh">How to reach it.</param>
/// <param name="Captured">Its capture; null if it was not captured.</param>
/// <param name="ControlPlaneUnits">The units of its control plane, in the order in which they start.</param>
/// <param name="NodeUnits">The units of its node agents, kubelet first.</param>
/// <param name="BalancerUnit">The unit of its load balancer; null if it is not one.</param>
/// <param name="KubeProxyHealth">Address and port of kube-proxy's health endpoint; null if it does not run.</param>
/// <param name="Files">Its files that come from originals, by path.</param>
/// <param name="Unknown">Paths of the source master that nothing names, for a new master: listed, not copied.</param>
internal sealed record HostPlan(
    string Name,
    string? NodeName,
    Address Address,
    SshPlan Ssh,
    HostRole Roles,
    Installation? Captured,
    ImmutableArray<string> ControlPlaneUnits,
    ImmutableArray<string> NodeUnits,
    string? BalancerUnit,
    string? KubeProxyHealth,
    ImmutableArray<Artefact> Files,
    ImmutableArray<string> Unknown)
{
    /// <summary>Every unit that this rollout starts, restarts or reloads there.</summary>
    internal IEnumerable<string> Units => ControlPlaneUnits.Concat(NodeUnits).Concat(BalancerUnits);

    /// <summary>The units of its load balancer, in the order in which they start.</summary>
    internal ImmutableArray<string> BalancerUnits => [.. new[] { BalancerUnit, VipUnit }.OfType<string>()];

    /// <summary>The units of its load balancer that another program replaces: they stop in the same delivery.</summary>
    internal ImmutableArray<string> ReplacedUnits { get; init; } = [];

    /// <summary>The unit that moves the VIP; null if there is no VIP.</summary>
    internal string? VipUnit { get; init; }

    /// <summary>The capture of a host that is only a load balancer; null if it was not captured.</summary>
    internal HostCapture? BalancerCapture { get; init; }

    /// <summary>The new values for a master; null for any other host.</summary>
    internal Retarget? Retarget { get; init; }

    /// <summary>Where its load balancer listens; null if it is not one.</summary>
    internal BalancerListen? Listen { get; init; }

    /// <summary>
    /// Whether its load balancer changes from one address to all of them, or back. On a reload nginx still holds the old socket, and cannot bind
    /// the new one: it reports that only in its log, and goes on as before.
    /// </summary>
    internal bool ListensElsewhere { get; init; }

    /// <summary>The previous port of its load balancer; null if it is the same, or there was none.</summary>
    internal Port? FormerPort { get; init; }

    /// <summary>Where it listened on that port; null if that is not known.</summary>
    internal BalancerListen? FormerListen { get; init; }

    /// <summary>What was seen on it; null where nothing was captured.</summary>
    internal HostCapture? Capture => Captured?.Capture ?? BalancerCapture;

    /// <summary>What a file from an original may replace without asking: what was captured, or anything on a host that is made anew.</summary>
    internal string Expects(string path) => Capture is { } capture ? capture.Seen(path)?.Sha256?.Text ?? "absent" : "any";

    /// <summary>The delivery group that activates a unit.</summary>
    internal DeliveryGroup GroupOf(string unit) =>
        BalancerUnits.Contains(unit) ? DeliveryGroup.LoadBalancer
        : ControlPlaneUnits.Contains(unit) ? DeliveryGroup.ControlPlane
        : DeliveryGroup.Node;

    internal bool Is(HostRole role) => (Roles & role) != 0;

    internal bool IsMaster => Is(HostRole.Source | HostRole.NewMaster);
}
