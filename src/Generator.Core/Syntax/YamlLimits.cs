namespace Generator.Core.Syntax;

/// <summary>What a YAML file may be.</summary>
/// <param name="MostBytes">The size in bytes.</param>
/// <param name="MostDepth">How many collections may stand inside one another.</param>
/// <param name="PlainTextOnly">Whether control and bidirectional characters are refused.</param>
public sealed record YamlLimits(int MostBytes, int MostDepth, bool PlainTextOnly)
{
    /// <summary>A file that a person writes: the topology.</summary>
    public static YamlLimits Written { get; } = new(1 << 20, 32, PlainTextOnly: true);

    /// <summary>A file that was captured from a host, kept as it is; capture.json of a large host has megabytes.</summary>
    public static YamlLimits Captured { get; } = new(32 << 20, 64, PlainTextOnly: false);
}
