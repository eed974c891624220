namespace Generator.Core.Reading.Originals;

/// <summary>A program of Kubernetes that a unit starts.</summary>
internal enum ComponentKind
{
    Apiserver,

    ControllerManager,

    Scheduler,

    Kubelet,

    KubeProxy,
}
