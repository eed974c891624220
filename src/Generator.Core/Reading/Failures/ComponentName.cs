namespace Generator.Core.Reading.Failures;

/// <summary>The components whose kubeconfig decides what a failure does.</summary>
public static class ComponentName
{
    public const string Kubelet = "kubelet";

    public const string ControllerManager = "kube-controller-manager";

    public const string Scheduler = "kube-scheduler";
}
