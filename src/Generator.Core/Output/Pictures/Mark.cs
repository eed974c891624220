namespace Generator.Core.Output.Pictures;

/// <summary>The effect of a change on a drawn part.</summary>
internal enum Mark
{
    /// <summary>No effect.</summary>
    None,

    /// <summary>It is added.</summary>
    New,

    /// <summary>It changes.</summary>
    Changed,

    /// <summary>It is removed.</summary>
    Removed,
}
