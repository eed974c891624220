namespace Generator.Core.Output.Pictures;

/// <summary>A word in a pill: a badge, or a mark.</summary>
/// <param name="Style">The class of the template's style sheet.</param>
internal sealed record Tag(string Text, string Style)
{
    /// <summary>The badge of the source master.</summary>
    internal static readonly Tag Source = new("source", "badge");

    /// <summary>The width of its pill, including the distance to the next text.</summary>
    internal int Width => Pill.WidthOf(Text) + 10;

    /// <summary>The tag of a mark: a sign and a word that are clear without colour; null for none.</summary>
    internal static Tag? Of(Mark mark) => mark switch
    {
        Mark.New => new Tag("+ new", "new"),
        Mark.Changed => new Tag("~ changes", "changed"),
        Mark.Removed => new Tag("− removed", "removed"),
        _ => null,
    };
}
