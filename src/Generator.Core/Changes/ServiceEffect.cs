using System.Collections.Immutable;

namespace Generator.Core.Changes;

/// <summary>What a service does.</summary>
public enum Effect
{
    /// <summary>It starts, and starts at every boot from then on.</summary>
    Start,

    /// <summary>It stops and starts again.</summary>
    Restart,

    /// <summary>It reads its configuration again; nginx cuts the connections of its old workers after a minute.</summary>
    Reload,

    /// <summary>It stops for good.</summary>
    Stop,
}

/// <summary>The stages of a change, in the order in which they come.</summary>
public enum Stage
{
    /// <summary>The control planes of new masters, one by one.</summary>
    NewMasters,

    /// <summary>The control planes of masters that stay, one by one, the source last.</summary>
    ControlPlanes,

    /// <summary>The load balancers, one by one.</summary>
    LoadBalancers,

    /// <summary>Kubelet and kube-proxy of new masters.</summary>
    NewNodes,

    /// <summary>Those of workers: one, a soak, then batches.</summary>
    Workers,

    /// <summary>Those of the masters that stay.</summary>
    MasterNodes,

    /// <summary>What leaves the cluster.</summary>
    Leaving,
}

/// <summary>What one change does to a service of a host.</summary>
/// <param name="Stage">When.</param>
/// <param name="Host">Where.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Group">With what the unit goes into use.</param>
/// <param name="Causes">The paths whose change is the reason; none for a unit that is new or leaves.</param>
public sealed record ServiceEffect(Stage Stage, string Host, string Unit, Effect Effect, string Group, ImmutableArray<string> Causes);
