namespace Generator.Cli.Verifying;

/// <summary>The form of a report of <c>haplane verify</c>.</summary>
internal enum VerifyFormat
{
    /// <summary>For a person: what is fine is one line.</summary>
    Text,

    /// <summary>JSON with a versioned schema.</summary>
    Json,

    /// <summary>JUnit XML, for pipelines.</summary>
    Junit,

    /// <summary>One page without any other file.</summary>
    Html,

    /// <summary>Text for the textfile collector of node_exporter.</summary>
    Prometheus,
}
