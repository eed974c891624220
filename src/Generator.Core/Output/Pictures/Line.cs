namespace Generator.Core.Output.Pictures;

/// <summary>A line of a card.</summary>
/// <param name="Face">Its typeface.</param>
/// <param name="Text">Its text of any length.</param>
/// <param name="Tag">The pill before it, if any.</param>
internal sealed record Line(Typeface Face, string Text, Tag? Tag = null)
{
    private const string Dash = " – ";

    /// <summary>The last of the range that <see cref="Text"/> begins; empty if there is none.</summary>
    internal string Last { get; init; } = "";

    /// <summary>Its text for screen readers.</summary>
    internal string Spoken => string.Join(", ", new[] { Tag?.Text ?? "", Full }.Where(text => text.Length > 0));

    /// <summary>The width that it needs.</summary>
    internal int Width => TagWidth + Math.Min(Face.Most, Face.WidthOf(Full));

    internal int TagWidth => Tag?.Width ?? 0;

    private string Full => Last.Length == 0 ? Text : $"{Text}{Dash}{Last}";

    /// <summary>The part of it that fits a width: of a range, both ends.</summary>
    internal string Within(int width)
    {
        var room = width - TagWidth;
        if (Last.Length == 0 || Face.WidthOf(Full) <= room)
            return Face.Shortened(Full, room);
        var half = (room - Face.WidthOf(Dash)) / 2;
        return $"{Face.Shortened(Text, half)}{Dash}{Face.Shortened(Last, half)}";
    }
}
