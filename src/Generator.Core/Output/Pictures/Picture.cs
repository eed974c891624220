using System.Collections.Immutable;

namespace Generator.Core.Output.Pictures;

/// <summary>A picture for the template, with the place of everything. The template decides nothing.</summary>
/// <param name="Width">The width of the whole picture.</param>
/// <param name="Height">The height of the whole picture.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">Its complete content, for screen readers.</param>
/// <param name="Typefaces">The styles of its texts.</param>
/// <param name="Labels">The texts outside of boxes.</param>
/// <param name="Bands">The stripes behind the boxes, one for each part of the cluster.</param>
/// <param name="Arrows">The connections.</param>
/// <param name="Boxes">The hosts, and other boxes.</param>
internal sealed record Picture(
    int Width,
    int Height,
    string Title,
    string Description,
    ImmutableArray<Typeface> Typefaces,
    ImmutableArray<Label> Labels,
    ImmutableArray<Area> Bands,
    ImmutableArray<Arrows> Arrows,
    ImmutableArray<Box> Boxes);

/// <summary>A text at a place.</summary>
/// <param name="X">Its left edge.</param>
/// <param name="Y">Its baseline.</param>
internal sealed record Label(int X, int Y, string Style, string Text);

/// <summary>A box.</summary>
/// <param name="Area">Its place.</param>
/// <param name="Style">Its class, and its mark.</param>
/// <param name="Spoken">Its complete text, in case its labels had to be shortened.</param>
/// <param name="Behind">The place of a second frame behind it, if it represents several hosts.</param>
/// <param name="Labels">Its texts.</param>
/// <param name="Pills">Its badge and its mark.</param>
internal sealed record Box(Area Area, string Style, string Spoken, Area? Behind, ImmutableArray<Label> Labels, ImmutableArray<Pill> Pills);

/// <summary>Lines with heads at some of their ends.</summary>
/// <param name="Lines">The path data of all lines in one path, so that overlapping lines do not get thicker.</param>
/// <param name="Heads">The path data of the heads.</param>
/// <param name="Style"><c>kept</c> or <c>removed</c>.</param>
internal sealed record Arrows(string Lines, string Heads, string Style);
