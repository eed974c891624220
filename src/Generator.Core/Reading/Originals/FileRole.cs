namespace Generator.Core.Reading.Originals;

/// <summary>The role of a file of the source master, by its content and by what names it, never by its own name.</summary>
internal enum FileRole
{
    /// <summary>A program, a network plug-in, a certificate, a policy: the same on every host and not a secret.</summary>
    Plain,

    /// <summary>A unit.</summary>
    Unit,

    /// <summary>A file of flags that a unit's EnvironmentFile= names.</summary>
    Flags,

    /// <summary>A configuration of kubelet or kube-proxy.</summary>
    ComponentConfig,

    /// <summary>A kubeconfig of the control plane: its server is the master's own kube-apiserver.</summary>
    ControlPlaneKubeconfig,

    /// <summary>A kubeconfig of a node's agents: its server is the load balancer.</summary>
    NodeKubeconfig,

    /// <summary>The administrator's kubeconfig: its server is the master's own kube-apiserver.</summary>
    AdminKubeconfig,

    /// <summary>A private key, a file of tokens or passwords, an encryption configuration.</summary>
    Secret,

    /// <summary>One host's identity: a kubelet's kubeconfig, or a certificate or key of that node.</summary>
    Identity,

    /// <summary>A file that a component writes: a log, its state.</summary>
    State,

    /// <summary>A directory that must exist and starts empty.</summary>
    Directory,

    /// <summary>A folder of network plug-ins, copied whole.</summary>
    Plugins,

    /// <summary>A file of the distribution, such as /etc/resolv.conf, that each host has on its own.</summary>
    HostOwned,
}
