namespace Generator.Core.Verifying.Facts;

/// <summary>How a path on a host compares with its plan.</summary>
internal enum DiskState
{
    /// <summary>Content, mode and owner are as wanted.</summary>
    Same,

    /// <summary>Only the mode or the owner differs.</summary>
    Mode,

    /// <summary>As captured, or as delivered before; this output wants other content.</summary>
    Undelivered,

    /// <summary>The content is neither wanted nor known.</summary>
    Drift,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>Something else than a file is there, or a link to something else.</summary>
    OtherType,

    /// <summary>It should be gone.</summary>
    Left,
}
