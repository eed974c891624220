using System.Collections.Immutable;

namespace Generator.Core.Output.Pictures;

/// <summary>
/// The style of a kind of text. The reader's font is not known, so widths are those of the widest common fonts, and a text fits with
/// any of them.
/// </summary>
/// <param name="Style">The class of the template's style sheet.</param>
/// <param name="Size">The size in pixels.</param>
/// <param name="Weight">The weight: 400 is normal, 600 half bold.</param>
/// <param name="IsMonospaced">Whether all characters are equally wide.</param>
/// <param name="Most">The largest width of a text; a longer text is shortened.</param>
internal sealed record Typeface(string Style, int Size, int Weight, bool IsMonospaced, int Most)
{
    internal static readonly Typeface Heading = new("heading", 22, 600, IsMonospaced: false, 900);
    internal static readonly Typeface Summary = new("summary", 13, 400, IsMonospaced: false, 900);
    internal static readonly Typeface Tier = new("tier", 12, 600, IsMonospaced: false, 240);
    internal static readonly Typeface Name = new("name", 14, 600, IsMonospaced: false, 240);
    internal static readonly Typeface Detail = new("detail", 12, 400, IsMonospaced: false, 330);
    internal static readonly Typeface Pill = new("mark", 11, 600, IsMonospaced: false, 120);

    // An IPv6 address of full length with its brackets and a port fits each of these three, the last one with a second such address.
    internal static readonly Typeface Address = new("address", 12, 400, IsMonospaced: true, 350);
    internal static readonly Typeface Endpoint = new("target", 15, 600, IsMonospaced: true, 440);
    internal static readonly Typeface Range = new("range", 12, 400, IsMonospaced: true, 640);

    internal static readonly ImmutableArray<Typeface> All = [Heading, Summary, Tier, Name, Detail, Pill, Address, Endpoint, Range];

    /// <summary>The font list of a style sheet. It ends in a generic family: nothing is fetched.</summary>
    public string Family => IsMonospaced
        ? "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
        : "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif";

    /// <summary>The largest width of a text, in whole pixels.</summary>
    internal int WidthOf(string text) => ((text.Sum(Thousandths) * Size * (Weight < 500 && !IsMonospaced ? 93 : 100)) + 99_999) / 100_000;

    /// <summary>The text, with its middle left out if it is wider than <paramref name="width"/>: the ends distinguish long names.</summary>
    internal string Shortened(string text, int width)
    {
        var shortened = text;
        for (var kept = text.Length - 1; kept > 0 && WidthOf(shortened) > width; kept--)
            shortened = $"{text[..((kept + 1) / 2)]}…{text[^(kept / 2)..]}";
        return shortened;
    }

    // In em: the widths of DejaVu Sans Bold and Verdana Bold, the widest fonts of the list above and of their substitutes. Their normal weights
    // are narrower.
    private int Thousandths(char c) => c switch
    {
        _ when IsMonospaced => 620,
        'i' or 'j' or 'l' or ' ' => 350,
        'f' or 't' or 'r' or '.' or ',' or ':' or '-' or '·' => 500,
        'c' or 's' or 'z' => 610,
        'm' => 1060,
        'w' => 980,
        'M' or 'W' => 1110,
        '+' or '~' or '−' or '→' => 870,
        _ when char.IsAsciiLetterUpper(c) => 850,
        _ when char.IsAscii(c) => 720,
        _ => 1000,
    };
}
