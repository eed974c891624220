namespace Generator.Cli;

internal enum FindingsFormat
{
    /// <summary>The source line with a caret, and the hint.</summary>
    Text,

    /// <summary>JSON with a versioned schema.</summary>
    Json,

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,

    /// <summary>Annotations of a GitHub workflow.</summary>
    Github,

    /// <summary>A code quality report of GitLab.</summary>
    Gitlab,
}
