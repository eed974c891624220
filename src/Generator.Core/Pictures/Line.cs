namespace Generator.Core.Pictures;

/// <summary>A line of a card.</summary>
/// <param name="Face">How it is set.</param>
/// <param name="Text">What it says, however long.</param>
/// <param name="Tag">What stands before it in a pill, if anything.</param>
internal sealed record Line(Typeface Face, string Text, Tag? Tag = null)
{
    private const string Dash = " – ";

    /// <summary>The last of the range that <see cref="Text"/> begins; empty where there is none.</summary>
    internal string Last { get; init; } = "";

    /// <summary>What it says to somebody who does not see it.</summary>
    internal string Spoken => string.Join(", ", new[] { Tag?.Text ?? "", Full }.Where(text => text.Length > 0));

    /// <summary>The width that it asks for.</summary>
    internal int Width => TagWidth + Math.Min(Face.Most, Face.WidthOf(Full));

    internal int TagWidth => Tag?.Width ?? 0;

    private string Full => Last.Length == 0 ? Text : $"{Text}{Dash}{Last}";

    /// <summary>What is shown of it in a width: of a range, both ends.</summary>
    internal string Within(int width)
    {
        var room = width - TagWidth;
        if (Last.Length == 0 || Face.WidthOf(Full) <= room)
            return Face.Shortened(Full, room);
        var half = (room - Face.WidthOf(Dash)) / 2;
        return $"{Face.Shortened(Text, half)}{Dash}{Face.Shortened(Last, half)}";
    }
}
