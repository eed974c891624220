using System.Globalization;
using System.Text;

namespace Generator.Core.Foundation.Diagnostics;

/// <summary>Quotes what was found in the input for a message: printable, and not longer than a line.</summary>
internal static class Quoted
{
    private const int Most = 60;

    /// <summary>The text in double quotes; control and format characters become U+FFFD, what is too long ends in "…".</summary>
    internal static string Text(string found)
    {
        var shown = new StringBuilder();
        foreach (var rune in found.EnumerateRunes().Take(Most))
            shown.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format ? Rune.ReplacementChar : rune);
        return shown.Length < found.Length ? $"\"{shown}…\"" : $"\"{shown}\"";
    }
}
