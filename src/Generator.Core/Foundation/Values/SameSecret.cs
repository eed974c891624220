namespace Generator.Core.Foundation.Values;

/// <summary>A file of another host with the same secret, written HOST:/PATH.</summary>
/// <param name="Host">The host's name.</param>
/// <param name="Path">The absolute path.</param>
public readonly record struct SameSecret(string Host, string Path) : IScalar<SameSecret>
{
    /// <inheritdoc/>
    public static string Expected => "a host's name, a colon and an absolute path";

    /// <inheritdoc/>
    public static bool TryParse(string text, out SameSecret value)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        value = colon < 0 ? default : new SameSecret(text[..colon], text[(colon + 1)..]);
        return colon > 0 && DnsLabel.TryParse(value.Host, out _) && CapturedPath.TryParse(value.Path, out _);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Path}";
}
