namespace Generator.Core.Foundation.Syntax;

/// <summary>The limits for a YAML file.</summary>
/// <param name="MostBytes">The largest size in bytes.</param>
/// <param name="MostDepth">The deepest nesting of collections.</param>
/// <param name="PlainTextOnly">Whether control and bidirectional characters are refused.</param>
public sealed record YamlLimits(int MostBytes, int MostDepth, bool PlainTextOnly)
{
    /// <summary>A file that a person writes: the topology.</summary>
    public static YamlLimits Written { get; } = new(1 << 20, 32, PlainTextOnly: true);

    /// <summary>A captured file, kept unchanged; capture.json of a large host has megabytes.</summary>
    public static YamlLimits Captured { get; } = new(32 << 20, 64, PlainTextOnly: false);
}
