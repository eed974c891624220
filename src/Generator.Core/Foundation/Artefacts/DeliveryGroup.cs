namespace Generator.Core.Foundation.Artefacts;

/// <summary>The delivery group that activates a file of a host: a host can have several roles, each with its own turn in the rollout.</summary>
public enum DeliveryGroup
{
    /// <summary>The control plane; on a new master all files from the source master.</summary>
    ControlPlane,

    /// <summary>The node's agents.</summary>
    Node,

    /// <summary>The load balancer.</summary>
    LoadBalancer,

    /// <summary>Units that stop for good, because their host or role leaves.</summary>
    Leaving,

    /// <summary>Files of an earlier rollout that nothing uses any longer.</summary>
    Leftover,
}
