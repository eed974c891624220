namespace Generator.Cli;

/// <summary>How findings are shown.</summary>
internal enum FindingsFormat
{
    /// <summary>For a person: the source line with a caret, and the hint.</summary>
    Text,

    /// <summary>For a program, by a versioned schema.</summary>
    Json,

    /// <summary>For code scanning, SARIF 2.1.0.</summary>
    Sarif,

    /// <summary>For a GitHub workflow: annotations.</summary>
    Github,
}
