namespace Generator.Core.Ordering;

/// <summary>Everything that a step can do to a host. The arguments stand in the order given here.</summary>
public enum Verb
{
    /// <summary>Save a snapshot of etcd: endpoints, CA, certificate, key.</summary>
    BackUpEtcd,

    /// <summary>Save the files that this rollout changes.</summary>
    BackUpFiles,

    /// <summary>Bring the host's files and its plan into the engine's folder.</summary>
    Stage,

    /// <summary>Stream what is identical or secret from another host: that host.</summary>
    Copy,

    /// <summary>Take away, with a backup, an identity that an earlier copy left: only where it equals that of another host: that host.</summary>
    RemoveIfEqual,

    /// <summary>Put the files of a group in place, each at once and whole: the group.</summary>
    Place,

    /// <summary>Exchange single lines in the files of a group that are edited in place: the group.</summary>
    Edit,

    /// <summary>Make systemd read its units again.</summary>
    DaemonReload,

    /// <summary>Let a unit start at boot: the unit.</summary>
    Enable,

    /// <summary>Start a unit: the unit.</summary>
    Start,

    /// <summary>Restart a unit: the unit.</summary>
    Restart,

    /// <summary>Start a unit, or reload it where it runs: the unit.</summary>
    StartOrReload,

    /// <summary>Have nginx test its configuration: the file.</summary>
    TestNginx,

    /// <summary>Where the source leads: stop it until another master has taken the lease, then start it again: the lease, its unit, and the other masters.</summary>
    RestartLeader,

    /// <summary>Approve the certificate request of a node that its own kubelet has made: the node.</summary>
    ApproveCsr,

    /// <summary>Watch, and change nothing: a duration in seconds.</summary>
    Soak,

    /// <summary>Let a node take no more pods, and move those that it has: the node, and its address where another machine may have that name.</summary>
    DrainNode,

    /// <summary>Stop a unit and keep it from starting at boot: the unit.</summary>
    Stop,

    /// <summary>Take a node and its certificate requests out of the cluster: the node, and its address where another machine may have that name.</summary>
    ForgetNode,

    /// <summary>Take away what an earlier rollout brought.</summary>
    TakeAway,
}
