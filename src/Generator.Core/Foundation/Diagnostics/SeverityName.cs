namespace Generator.Core.Foundation.Diagnostics;

/// <summary>The names of the severities in reports.</summary>
public static class SeverityName
{
    /// <summary>The name.</summary>
    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Note => "note",
        _ => "waived",
    };
}
