using System.Collections.Immutable;

namespace Generator.Core.Pictures;

/// <summary>A picture as the template sees it: what stands where. The template decides nothing.</summary>
/// <param name="Width">The width of the whole.</param>
/// <param name="Height">The height of the whole.</param>
/// <param name="Title">What it shows, in a few words.</param>
/// <param name="Description">All that it shows, for those who do not see it.</param>
/// <param name="Typefaces">How texts are set.</param>
/// <param name="Labels">The texts that stand in no box.</param>
/// <param name="Bands">The stripes behind the boxes, one for each part of the cluster.</param>
/// <param name="Arrows">Who talks to whom.</param>
/// <param name="Boxes">The hosts, and what else is drawn as a box.</param>
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
/// <param name="X">Where it starts.</param>
/// <param name="Y">Its baseline.</param>
/// <param name="Style">How it is set.</param>
/// <param name="Text">What it says.</param>
internal sealed record Label(int X, int Y, string Style, string Text);

/// <summary>A box.</summary>
/// <param name="Area">Its place.</param>
/// <param name="Style">What it stands for, and its mark.</param>
/// <param name="Spoken">All that it says in full, where the labels had to be shortened too.</param>
/// <param name="Behind">The place of a second frame behind it, where it stands for several hosts.</param>
/// <param name="Labels">Its texts.</param>
/// <param name="Pills">Its badge and its mark.</param>
internal sealed record Box(Area Area, string Style, string Spoken, Area? Behind, ImmutableArray<Label> Labels, ImmutableArray<Pill> Pills);

/// <summary>Lines with heads at some of their ends.</summary>
/// <param name="Lines">The path data of the lines, in one: a stroke that meets itself stays as thin as it is.</param>
/// <param name="Heads">The path data of the heads.</param>
/// <param name="Style">Whether they are there: <c>kept</c> or <c>removed</c>.</param>
internal sealed record Arrows(string Lines, string Heads, string Style);
