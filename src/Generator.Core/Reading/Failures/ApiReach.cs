namespace Generator.Core.Reading.Failures;

/// <summary>Who reaches a kube-apiserver.</summary>
public enum ApiReach
{
    /// <summary>Every surviving client.</summary>
    All,

    /// <summary>Some: those whose kubeconfig names a master or a load balancer that is still there.</summary>
    Some,

    /// <summary>No client.</summary>
    None,
}
