using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>Replaces the whole value of one scalar of a YAML file, on any number of lines.</summary>
internal static partial class ScalarEdit
{
    /// <summary>
    /// The edit. <paramref name="value"/> is an address, a name or a URL, which needs no escape in any quotes. A plain scalar or a block gets
    /// quotes only if the value would be read as something else without them (a number, or a bracket before an IPv6 address).
    /// </summary>
    internal static ByteEdit Of(ScalarNode scalar, string value) => new(scalar.At, scalar.Style switch
    {
        ScalarStyle.SingleQuoted => $"'{value}'",
        ScalarStyle.DoubleQuoted => $"\"{value}\"",
        _ => NoPlainString.IsMatch(value) || (scalar.IsInFlow && value.AsSpan().ContainsAny("[]{},")) ? $"\"{value}\"" : value,
    });

    /// <summary>
    /// The edit as a change of a single line, for a file in which only whole lines are replaced; null if the value is written over
    /// several lines.
    /// </summary>
    internal static ByteEdit? InOneLine(ScalarNode scalar, string value)
    {
        var text = scalar.At.File.Bytes.Span[scalar.At.Span.Start..scalar.At.Span.End];
        var newline = text.IndexOf((byte)'\n');
        if (newline < 0)
            return Of(scalar, value);
        // A block whose text is one line: the header stays, and the text needs no quotes.
        var body = text[newline..].Trim(" \t\r\n"u8);
        if (scalar.Style != ScalarStyle.Block || body.IndexOf((byte)'\n') >= 0)
            return null;
        return new ByteEdit(scalar.At with { Span = new ByteSpan(scalar.At.Span.End - body.Length, scalar.At.Span.End) }, value);
    }

    // An indicator at the start or end; then numbers, dates and the words of YAML 1.1 for null, true and false, which would not be text.
    [GeneratedRegex(
        """
        ^[\[\]{}:,#&*!|>'"%@`?-] | :$ | ^$
        | ^[+-]?(0x[0-9a-f_]+ | 0o?[0-7_]+ | 0b[01_]+ | [0-9][0-9_]*(:[0-5]?[0-9])+ | ([0-9][0-9_]*)?\.?[0-9]*(e[+-]?[0-9]+)? | \.inf)$
        | ^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$
        | ^(~ | null | true | false | yes | no | on | off | y | n | \.nan)$
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NoPlainString { get; }
}
