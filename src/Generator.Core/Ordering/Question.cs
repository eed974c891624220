namespace Generator.Core.Ordering;

/// <summary>Everything that a gate can ask. The arguments stand in the order given here.</summary>
internal enum Question
{
    /// <summary>Can the host be reached, with its pinned key, and does sudo work?</summary>
    Reachable,

    /// <summary>Is the machine's architecture this one: as uname -m prints it?</summary>
    Architecture,

    /// <summary>Is there room on every file system for what is written there?</summary>
    DiskSpace,

    /// <summary>Does its clock agree with the source's?</summary>
    Clock,

    /// <summary>Is a port free, or held by the service that this rollout runs there: the port?</summary>
    PortFree,

    /// <summary>Does an etcd member answer: its endpoint, and the CA, certificate and key of the source's apiserver?</summary>
    EtcdAnswers,

    /// <summary>Does a TCP connection come about: host and port?</summary>
    Connects,

    /// <summary>Does the host know every name that its configuration will use: the names?</summary>
    NamesResolve,

    /// <summary>Does SELinux, where it enforces, let nginx listen on a port and connect to the apiservers: the port?</summary>
    SelinuxAllows,

    /// <summary>Are swap and the kernel's settings for the pods' traffic as the source has them?</summary>
    NodePrerequisites,

    /// <summary>Does nginx have the stream module?</summary>
    NginxStream,

    /// <summary>Does the container runtime run?</summary>
    ContainerRuntime,

    /// <summary>Can the bootstrap token still create a certificate request, or is the node there already: the kubeconfig on the source, the node?</summary>
    BootstrapToken,

    /// <summary>Does the apiserver's certificate name everything that clients will use: where it is shown, and the names?</summary>
    CertificateNames,

    /// <summary>Do enough members of etcd answer: the CA, certificate and key of the source's apiserver, and the endpoints?</summary>
    EtcdQuorum,

    /// <summary>Do all files have their wanted digests?</summary>
    Digests,

    /// <summary>Is an apiserver ready: its URL, and the CA that its certificate must come from?</summary>
    Ready,

    /// <summary>Is an apiserver ready through one load balancer: the client's URL, the balancer's address, the CA?</summary>
    ReadyThrough,

    /// <summary>Does a unit run, and has it been running since its start: the unit?</summary>
    UnitActive,

    /// <summary>Is a lease held by one of the other masters: the lease, and their names in the topology?</summary>
    LeaseMoved,

    /// <summary>Does somebody hold a lease and renew it: the lease?</summary>
    LeaseRenewed,

    /// <summary>Have these hosts let go of a port: the port, and their addresses; everybody, where none is given?</summary>
    PortLetGo,

    /// <summary>Is a certificate issued for a node: the node?</summary>
    CsrIssued,

    /// <summary>Is a node Ready: the node?</summary>
    NodeReady,

    /// <summary>Has a node renewed its lease since its restart: the node?</summary>
    NodeLeaseRenewed,

    /// <summary>Does the kubelet hold a connection to the endpoint: host and port?</summary>
    AgentConnected,

    /// <summary>Does kube-proxy answer on its health port: address and port?</summary>
    KubeProxyHealthy,

    /// <summary>Does the Service "kubernetes" list exactly these addresses?</summary>
    ServiceEndpoints,

    /// <summary>Does the Service "kubernetes" list an address no more: the address?</summary>
    EndpointGone,

    /// <summary>Are all nodes Ready that were so before: kubectl get node?</summary>
    AllNodesReady,

    /// <summary>Who is still connected to a port: the port, and who may be: the masters and the balancers. Lists, and never fails.</summary>
    StillConnected,
}
