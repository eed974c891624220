using System.Globalization;
using System.Text;

namespace Generator.Core.Foundation.Diagnostics;

/// <summary>Text from a host for a person: it cannot end a line, turn the direction or move a cursor.</summary>
internal static class VisibleText
{
    /// <summary>The text with a question mark for each character that cannot be seen.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The longest that is shown.</param>
    internal static string Of(string text, int most)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(most))
            shown.Append(IsVisible(rune) ? rune.ToString() : "?");
        return shown.ToString();
    }

    private static bool IsVisible(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
