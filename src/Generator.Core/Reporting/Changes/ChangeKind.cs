namespace Generator.Core.Reporting.Changes;

/// <summary>How something differs between two outputs.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It was removed.</summary>
    Removed,

    /// <summary>It is different.</summary>
    Changed,
}
