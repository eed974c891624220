namespace Generator.Core.Syntax;

/// <summary>Replaces the value of one scalar of a YAML file in the quotes in which it stands.</summary>
internal static class ScalarEdit
{
    /// <summary>
    /// The edit. <paramref name="value"/> is an address, a name or a URL, which needs no escape in any quotes; a plain scalar gets quotes
    /// only where the value would not be one (an IPv6 address before a port starts with a bracket).
    /// </summary>
    internal static ByteEdit Of(ScalarNode scalar, string value) => new(scalar.At, scalar.Style switch
    {
        ScalarStyle.SingleQuoted => $"'{value}'",
        ScalarStyle.DoubleQuoted => $"\"{value}\"",
        _ => value.StartsWith('[') || value.StartsWith(':') || value.EndsWith(':') ? $"\"{value}\"" : value,
    });
}
