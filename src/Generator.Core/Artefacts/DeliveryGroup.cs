namespace Generator.Core.Artefacts;

/// <summary>With what a file of a host goes into use: a host can have several roles, and each has its turn in the rollout.</summary>
public enum DeliveryGroup
{
    /// <summary>With the control plane; on a new master everything that comes from the source.</summary>
    ControlPlane,

    /// <summary>With the node's agents.</summary>
    Node,

    /// <summary>With the load balancer.</summary>
    LoadBalancer,

    /// <summary>What stops for good, because its host or its role leaves.</summary>
    Leaving,

    /// <summary>What an earlier rollout brought and nothing uses any more.</summary>
    Leftover,
}
