using System.Collections.Immutable;

namespace Generator.Core.Output.Pictures;

/// <summary>Cards with their places, row by row.</summary>
/// <param name="Left">The left edge of the widest row.</param>
/// <param name="Right">Its right edge.</param>
internal sealed record PlacedGrid(ImmutableArray<PlacedCard> Cards, int Left, int Right)
{
    internal int Top => Cards[0].Area.Y;

    internal int Bottom => Cards[^1].Area.Bottom;
}

/// <summary>A card and its place.</summary>
/// <param name="Area">Its place.</param>
internal sealed record PlacedCard(Card Card, Area Area);
