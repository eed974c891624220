namespace Generator.Cli.Verifying;

/// <summary>What the operator asked of <c>haplane verify</c>.</summary>
internal sealed record VerifyOptions
{
    /// <summary>The output: a folder or a bundle.</summary>
    internal required string Folder { get; init; }

    /// <summary>The form of the report.</summary>
    internal required VerifyFormat Format { get; init; }

    /// <summary>The file for the report; null for stdout.</summary>
    internal string? Target { get; init; }

    /// <summary>The time between two verifications; null for one alone.</summary>
    internal TimeSpan? Every { get; init; }

    /// <summary>The value of <c>--ssh</c>.</summary>
    internal string? Ssh { get; init; }

    /// <summary>The value of <c>--signers</c>.</summary>
    internal string? Signers { get; init; }

    /// <summary>Whether ssh settings that this release does not write are used.</summary>
    internal bool AcceptsForeign { get; init; }
}
