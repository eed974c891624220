using System.Collections.Immutable;
using Generator.Core.Artefacts;
using Generator.Core.Originals;
using Generator.Core.Values;

namespace Generator.Core.Planning;

/// <summary>What one host is to become.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NodeName">Its name as a node; null where it is none.</param>
/// <param name="Address">Its address.</param>
/// <param name="Ssh">How it is reached.</param>
/// <param name="Roles">What it is.</param>
/// <param name="Captured">What was captured of it; null where nothing was.</param>
/// <param name="ControlPlaneUnits">The units of its control plane, in the order in which they start.</param>
/// <param name="NodeUnits">The units of its node agents, kubelet first.</param>
/// <param name="BalancerUnit">The unit of its load balancer; null where it is none.</param>
/// <param name="KubeProxyHealth">Where kube-proxy answers for its health, address and port; null where it does not run.</param>
/// <param name="Files">Its files that come from originals, by path.</param>
/// <param name="Unknown">Paths of the source that nothing names, for a new master: listed, not copied.</param>
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
    internal IEnumerable<string> Units => ControlPlaneUnits.Concat(NodeUnits).Concat(BalancerUnit is { } unit ? [unit] : []);

    /// <summary>What was captured of a host that is a load balancer alone; null where nothing was.</summary>
    internal HostCapture? BalancerCapture { get; init; }

    /// <summary>What the source's values become on a master; null for any other host.</summary>
    internal Retarget? Retarget { get; init; }

    /// <summary>Where its load balancer listens; null where it is none.</summary>
    internal BalancerListen? Listen { get; init; }

    /// <summary>The port on which its load balancer was reached before; null where that is the same, or none was there.</summary>
    internal Port? FormerPort { get; init; }

    /// <summary>What was seen on it; null where nothing was captured.</summary>
    internal HostCapture? Capture => Captured?.Capture ?? BalancerCapture;

    /// <summary>What a file from an original may replace without asking: what was captured, or anything on a host that is made anew.</summary>
    internal string Expects(string path) => Capture is { } capture ? capture.Seen(path)?.Sha256?.Text ?? "absent" : "any";

    /// <summary>With what a unit goes into use.</summary>
    internal DeliveryGroup GroupOf(string unit) =>
        unit == BalancerUnit ? DeliveryGroup.LoadBalancer : ControlPlaneUnits.Contains(unit) ? DeliveryGroup.ControlPlane : DeliveryGroup.Node;

    internal bool Is(HostRole role) => (Roles & role) != 0;

    internal bool IsMaster => Is(HostRole.Source | HostRole.NewMaster);
}
