using System.Collections.Immutable;

namespace Generator.Core.Output.Pictures;

/// <summary>The content of a box, before it has a place.</summary>
/// <param name="Kind">Its class in the template's style sheet.</param>
/// <param name="Mark">The effect of a change on it.</param>
internal sealed record Card(string Kind, ImmutableArray<Line> Lines, Mark Mark = Mark.None)
{
    private const int Padding = 16;
    private const int LineHeight = 20;

    // The baselines of the first line below the top and of the last one above the bottom.
    private const int FirstLine = 26;
    private const int LastLine = 18;
    private const int StackStep = 6;

    /// <summary>Whether it represents several hosts.</summary>
    internal bool IsStack { get; init; }

    /// <summary>Whether an arrow leads to it from the row above.</summary>
    internal bool IsReached { get; init; } = true;

    /// <summary>Whether an arrow leads from it to the row below.</summary>
    internal bool Leads { get; init; } = true;

    /// <summary>Its complete text.</summary>
    internal string Spoken => string.Join(", ", Lines.Select(line => line.Spoken).Append(Tag.Of(Mark)?.Style ?? "").Where(text => text.Length > 0));

    internal int Width => Lines.Select((line, i) => line.Width + MarkWidth(i)).Max() + (2 * Padding);

    internal int Height => FirstLine + ((Lines.Length - 1) * LineHeight) + LastLine;

    /// <summary>The box of this card at a place.</summary>
    internal Box At(Area area) => new(
        area,
        Tag.Of(Mark) is { } mark ? $"{Kind} {mark.Style}" : Kind,
        Spoken,
        IsStack ? area with { X = area.X + StackStep, Y = area.Y + StackStep } : null,
        [.. Lines.Select((line, i) => LabelOf(line, i, area)).Where(label => label.Text.Length > 0)],
        [.. Pills(area)]);

    private static int Baseline(Area area, int line) => area.Y + FirstLine + (line * LineHeight);

    private Label LabelOf(Line line, int i, Area area) => new(
        area.X + Padding + line.TagWidth,
        Baseline(area, i),
        line.Face.Style,
        line.Within(area.Width - (2 * Padding) - MarkWidth(i)));

    // The mark is at the end of the first line.
    private int MarkWidth(int line) => line == 0 ? Tag.Of(Mark)?.Width ?? 0 : 0;

    private IEnumerable<Pill> Pills(Area area)
    {
        // A mark is nearer to the corner than a text to the edge: it belongs to the frame.
        if (Tag.Of(Mark) is { } mark)
            yield return Pill.EndingAt(area.Right - Padding + 4, Baseline(area, 0), mark);
        for (var i = 0; i < Lines.Length; i++)
        {
            if (Lines[i].Tag is { } tag)
                yield return Pill.StartingAt(area.X + Padding, Baseline(area, i), tag);
        }
    }
}
