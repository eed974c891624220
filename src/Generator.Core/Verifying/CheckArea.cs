namespace Generator.Core.Verifying;

/// <summary>What a check is about, in the order of the report.</summary>
public enum CheckArea
{
    /// <summary>Whether the host answers.</summary>
    Host,

    /// <summary>A delivered file.</summary>
    File,

    /// <summary>A file that nothing names.</summary>
    Extra,

    /// <summary>A service of systemd.</summary>
    Service,

    /// <summary>A program: its release and digest.</summary>
    Program,

    /// <summary>An answer of a kube-apiserver: directly, through a load balancer, through the endpoint.</summary>
    Api,

    /// <summary>A node of the cluster.</summary>
    Node,

    /// <summary>The addresses in the Service <c>kubernetes</c>.</summary>
    Masters,

    /// <summary>A lease of a controller-manager or scheduler.</summary>
    Leader,

    /// <summary>A member of etcd, its quorum, its alarms, its size.</summary>
    Etcd,

    /// <summary>Who holds a virtual address.</summary>
    Address,

    /// <summary>A certificate, also one in a kubeconfig.</summary>
    Certificate,

    /// <summary>A clock.</summary>
    Clock,

    /// <summary>What a bootstrap token may do.</summary>
    Token,

    /// <summary>Clients that are connected to one master alone.</summary>
    Connection,
}
