namespace Generator.Core.Rollout;

/// <summary>The stages of a rollout, in the order in which they come.</summary>
public enum Phase
{
    /// <summary>Ask every host before the first is changed.</summary>
    Preflight,

    /// <summary>Save what a rollback could need.</summary>
    Backup,

    /// <summary>Bring everything to the hosts, visible to nothing.</summary>
    Stage,

    /// <summary>The control plane of one new master.</summary>
    ControlPlane,

    /// <summary>One load balancer.</summary>
    LoadBalancer,

    /// <summary>Show that another master takes the leases.</summary>
    Takeover,

    /// <summary>Kubelet and kube-proxy of a new master.</summary>
    NodeAgents,

    /// <summary>Workers: one, a soak, then batches.</summary>
    Workers,

    /// <summary>Kubelet and kube-proxy of the source.</summary>
    SourceNode,

    /// <summary>A machine or a role that leaves: out of use, stopped, forgotten, its files last.</summary>
    Departure,

    /// <summary>The last questions.</summary>
    Final,
}
