namespace Generator.Core.Foundation.Diagnostics;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>The topology waives this finding, with a reason; it is shown and never fails anything.</summary>
    Waived,

    /// <summary>Worth knowing; never fails anything.</summary>
    Note,

    /// <summary>Worth a look; fails only under <c>--strict</c>.</summary>
    Warning,

    /// <summary>Nothing is written while there is one.</summary>
    Error,
}
