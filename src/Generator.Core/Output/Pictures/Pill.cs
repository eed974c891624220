namespace Generator.Core.Output.Pictures;

/// <summary>A short text in a rounded frame.</summary>
/// <param name="Area">The frame.</param>
/// <param name="Label">The text, centred at its X.</param>
/// <param name="Style">Its class: a badge, or a mark.</param>
internal sealed record Pill(Area Area, Label Label, string Style)
{
    private const int Height = 18;
    private const int Padding = 7;

    // From the baseline of the text up to the top of the frame.
    private const int Rise = 13;

    internal static int WidthOf(string text) => Typeface.Pill.WidthOf(text) + (2 * Padding);

    internal static Pill StartingAt(int left, int baseline, Tag tag)
    {
        var area = new Area(left, baseline - Rise, WidthOf(tag.Text), Height);
        return new Pill(area, new Label(area.Middle, baseline, Typeface.Pill.Style, tag.Text), tag.Style);
    }

    internal static Pill EndingAt(int right, int baseline, Tag tag) => StartingAt(right - WidthOf(tag.Text), baseline, tag);
}
