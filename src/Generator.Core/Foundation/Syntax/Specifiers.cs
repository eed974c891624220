using System.Globalization;
using System.Text;

namespace Generator.Core.Foundation.Syntax;

/// <summary>
/// The text that systemd inserts for a percent sign and a letter (systemd.unit(5), "Specifiers"): here those that depend on the unit's name
/// and its host, and the folders of the system manager. Others, such as the boot ID, stay as they are written.
/// </summary>
/// <param name="Unit">The unit's full name.</param>
/// <param name="Host">The host's name.</param>
internal sealed record Specifiers(string Unit, string Host)
{
    private string WithoutType => Unit.LastIndexOf('.') is > 0 and var dot ? Unit[..dot] : Unit;

    private string Prefix => WithoutType.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? WithoutType[..at] : WithoutType;

    private string Instance => WithoutType.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? WithoutType[(at + 1)..] : "";

    private string LastPart => Prefix[(Prefix.LastIndexOf('-') + 1)..];

    /// <summary>
    /// The text with its specifiers replaced. The first inserted character keeps the place of the percent sign, the others that of the letter.
    /// </summary>
    internal MappedText Apply(MappedText text)
    {
        if (!text.Chars.Contains('%', StringComparison.Ordinal))
            return text;
        var result = new MappedText.Builder();
        for (var i = 0; i < text.Chars.Length; i++)
        {
            if (text.Chars[i] != '%' || i + 1 == text.Chars.Length || Of(text.Chars[i + 1]) is not { } value)
            {
                result.Add(text.Chars[i], text.Origins[i]);
                continue;
            }

            for (var j = 0; j < value.Length; j++)
                result.Add(value[j], text.Origins[j == 0 ? i : i + 1]);
            i++;
        }

        return result.Take();
    }

    /// <summary>Whether a part of the text was inserted for the host's name.</summary>
    internal static bool NamesHost(MappedText text) =>
        Enumerable.Range(0, text.Chars.Length).Any(i => text.Chars[i] != '%' && IsHostSpecifier(text.Origins[i]));

    private static bool IsHostSpecifier(SourceByte origin) =>
        origin.File.Bytes.Span[origin.Offset..] is [(byte)'%', (byte)'H' or (byte)'l', ..];

    private string? Of(char letter) => letter switch
    {
        '%' => "%",
        'n' => Unit,
        'N' => WithoutType,
        'p' => Prefix,
        'P' => Unescaped(Prefix),
        'i' => Instance,
        'I' => Unescaped(Instance),
        'j' => LastPart,
        'J' => Unescaped(LastPart),
        'f' => "/" + Unescaped(Instance.Length > 0 ? Instance : Prefix),
        'H' => Host,
        'l' => Host.Split('.')[0],
        't' => "/run",
        'S' => "/var/lib",
        'C' => "/var/cache",
        'L' => "/var/log",
        'E' => "/etc",
        'T' => "/tmp",
        'V' => "/var/tmp",
        'h' => "/root",
        'u' or 'g' => "root",
        'U' or 'G' => "0",
        _ => null,
    };

    // systemd.unit(5), "String Escaping for Inclusion in Unit Names".
    private static string Unescaped(string name)
    {
        var result = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (name.AsSpan(i).StartsWith("\\x", StringComparison.Ordinal)
                && i + 4 <= name.Length
                && byte.TryParse(name.AsSpan(i + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                result.Append((char)code);
                i += 3;
            }
            else
            {
                result.Append(name[i] == '-' ? '/' : name[i]);
            }
        }

        return result.ToString();
    }
}
