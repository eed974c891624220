namespace Generator.Core.Foundation.Artefacts;

/// <summary>How a unit loads a file that has changed.</summary>
public enum LoadAction
{
    /// <summary>Its service restarts: for a unit, and for the components of Kubernetes, which cannot reload.</summary>
    Restart,

    /// <summary>Its service reloads.</summary>
    Reload,
}
