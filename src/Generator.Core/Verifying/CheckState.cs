namespace Generator.Core.Verifying;

/// <summary>The outcome of one check of a live cluster.</summary>
public enum CheckState
{
    /// <summary>As reviewed, and healthy.</summary>
    Fine,

    /// <summary>The host differs from what was reviewed.</summary>
    Drift,

    /// <summary>It needs attention, though no file differs: a service is down, a certificate expires soon.</summary>
    Problem,

    /// <summary>The check could not be made.</summary>
    Unknown,
}
