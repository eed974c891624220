namespace Generator.Core.Reading.Failures;

/// <summary>What the cluster as a whole loses. What one host's own pods or files lose is not here.</summary>
[Flags]
public enum FailureLosses
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The API, at the endpoint that clients use.</summary>
    Api = 1,

    /// <summary>The quorum of etcd.</summary>
    Etcd = 2,

    /// <summary>Every controller-manager, or every scheduler.</summary>
    Leaders = 4,

    /// <summary>Every place for a new pod.</summary>
    Scheduling = 8,
}
