namespace Generator.Core.Pictures;

/// <summary>What a change does to something that is drawn.</summary>
internal enum Mark
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It was not there before.</summary>
    New,

    /// <summary>Something changes on it.</summary>
    Changed,

    /// <summary>It is not there afterwards.</summary>
    Removed,
}
