namespace Generator.Core.Originals;

/// <summary>A program of Kubernetes that a unit starts.</summary>
internal enum ComponentKind
{
    /// <summary>kube-apiserver.</summary>
    Apiserver,

    /// <summary>kube-controller-manager.</summary>
    ControllerManager,

    /// <summary>kube-scheduler.</summary>
    Scheduler,

    /// <summary>kubelet.</summary>
    Kubelet,

    /// <summary>kube-proxy.</summary>
    KubeProxy,
}
