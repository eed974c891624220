using System.Collections.Immutable;

namespace Generator.Core.Output.Pictures;

/// <summary>Cards in rows, all as wide as the widest, in rows of about equal length.</summary>
internal sealed record Grid(ImmutableArray<Card> Cards)
{
    private const int MostWidth = 1000;
    private const int LeastWidth = 150;
    private const int Gap = 24;

    private readonly int cardWidth = Math.Max(LeastWidth, Cards.Max(card => card.Width));

    internal int Width => (Columns * (cardWidth + Gap)) - Gap;

    private int Columns
    {
        get
        {
            var most = Math.Max(1, (MostWidth + Gap) / (cardWidth + Gap));
            var rows = (Cards.Length + most - 1) / most;
            return (Cards.Length + rows - 1) / rows;
        }
    }

    /// <summary>The cards below a line, around a middle.</summary>
    internal PlacedGrid At(int middle, int top, int rowGap)
    {
        var first = new Area(0, top, cardWidth, Cards.Max(card => card.Height));
        return new PlacedGrid(
            [.. Cards.Chunk(Columns).SelectMany((row, i) => Row(row, middle, first with { Y = top + (i * (first.Height + rowGap)) }))],
            middle - (Width / 2),
            middle + (Width / 2));
    }

    private static IEnumerable<PlacedCard> Row(Card[] cards, int middle, Area first)
    {
        var left = middle - (((cards.Length * (first.Width + Gap)) - Gap) / 2);
        return cards.Select((card, i) => new PlacedCard(card, first with { X = left + (i * (first.Width + Gap)) }));
    }
}
