using System.Collections.Immutable;
using System.Globalization;

namespace Generator.Core.Rollout;

/// <summary>How values are written in the fields of a plan.</summary>
internal static class PlanField
{
    /// <summary>An empty field: <c>read</c> would join two tabs.</summary>
    internal const string None = "-";

    /// <summary>An empty list.</summary>
    internal const string NoList = "none";

    internal static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string OfText(string text) => text.Length == 0 ? None : text;

    internal static string Of(ImmutableArray<string> list) => list.IsEmpty ? NoList : string.Join(',', list);

    /// <exception cref="FormatException">The text is no number, or too large.</exception>
    internal static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException("a number is expected");
}
