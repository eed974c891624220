using System.Collections.Immutable;

namespace Generator.Core.Output.Pictures;

/// <summary>Places the tiers one below the other, an arrow's length apart, with a heading above and a legend below.</summary>
internal sealed class Sheet
{
    private const int Margin = 28;
    private const int Inset = 40;
    private const int HeadingHeight = 86;
    private const int TierGap = 28;

    // From a band's top to its first row: room for its name, and for incoming arrows below it.
    private const int AboveFirst = 42;
    private const int AboveOther = 64;
    private const int BelowOther = 36;
    private const int BelowLast = 24;

    // Between two grids of one band: the arrows from one to the other.
    private const int GridGap = Wiring.Below + (2 * Wire.Radius) + Wiring.Above;
    private const int RowGap = 14;
    private const int LegendRise = 12;

    private readonly List<Area> bands = [];
    private readonly List<Arrows> arrows = [];
    private readonly List<Box> boxes = [];
    private readonly List<Label> labels = [];
    private readonly int width;
    private int y = HeadingHeight;

    private Sheet(int width) => this.width = width;

    private int Middle => Margin + (width / 2);

    internal static Picture Lay(string name, string summary, ImmutableArray<Tier> tiers, ImmutableArray<Card> legend)
    {
        var widths = tiers.SelectMany(tier => tier.Grids).Select(grid => grid.Width + (2 * Inset))
            .Append(legend.IsEmpty ? 0 : new Grid(legend).Width)
            .Append(Typeface.Heading.WidthOf(Shown(Typeface.Heading, name)))
            .Append(Typeface.Summary.WidthOf(Shown(Typeface.Summary, summary)));
        var sheet = new Sheet(widths.Max());
        sheet.Write(Margin, 46, Typeface.Heading, name);
        sheet.Write(Margin, 68, Typeface.Summary, summary);
        sheet.Lay(tiers);
        sheet.Explain(legend);
        return sheet.Finished($"Cluster {name}", $"{summary}. {string.Join(' ', tiers.Select(Spoken))}");
    }

    private void Lay(ImmutableArray<Tier> tiers)
    {
        PlacedGrid? above = null;
        foreach (var tier in tiers)
        {
            var top = y;
            y += above is null ? AboveFirst : AboveOther;
            foreach (var grid in tier.Grids)
            {
                if (grid != tier.Grids[0])
                    y += GridGap;
                above = Place(grid, above, tier == tiers[^1]);
            }

            y += tier == tiers[^1] ? BelowLast : BelowOther;
            bands.Add(new Area(Margin, top, width, y - top));
            Write(Margin + 16, top + 25, Typeface.Tier, tier.Name);
            y += TierGap;
        }
    }

    private PlacedGrid Place(Grid grid, PlacedGrid? above, bool isLast)
    {
        var placed = grid.At(Middle, y, (above is null ? 0 : Wiring.Above) + (isLast ? 0 : Wiring.Below) + RowGap);
        boxes.AddRange(placed.Cards.Select(card => card.Card.At(card.Area)));
        if (above is not null)
            arrows.AddRange(Wiring.Between(above, placed, Middle));
        y = placed.Bottom;
        return placed;
    }

    private void Explain(ImmutableArray<Card> legend)
    {
        if (legend.IsEmpty)
            return;
        var placed = new Grid(legend).At(Middle, y - LegendRise, rowGap: 0);
        boxes.AddRange(placed.Cards.Select(card => card.Card.At(card.Area)));
        y = placed.Bottom + LegendRise;
    }

    private Picture Finished(string title, string description) => new(
        width + (2 * Margin),
        y,
        title,
        description,
        Typeface.All,
        [.. labels],
        [.. bands],
        [.. arrows],
        [.. boxes]);

    private void Write(int x, int baseline, Typeface face, string text) => labels.Add(new Label(x, baseline, face.Style, Shown(face, text)));

    private static string Shown(Typeface face, string text) => face.Shortened(text, face.Most);

    private static string Spoken(Tier tier) =>
        $"{tier.Name}: {string.Join("; ", tier.Grids.SelectMany(grid => grid.Cards).Select(card => card.Spoken))}.";
}
