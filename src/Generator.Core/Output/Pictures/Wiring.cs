namespace Generator.Core.Output.Pictures;

/// <summary>
/// The arrows from all cards of one grid to all cards of the next. They run horizontally between the rows, and past a grid's edge if there
/// are several rows: down on the left to a later row, down on the right from an earlier one. None crosses a box.
/// </summary>
internal static class Wiring
{
    /// <summary>From a row down to the horizontal line below it.</summary>
    internal const int Below = 18;

    /// <summary>From a row up to the horizontal line above it.</summary>
    internal const int Above = 30;

    private const int Aside = 16;

    // Between a head's tip and the frame that it points at.
    private const int Distance = 2;

    /// <summary>The arrows, those of removed parts first, so that a dashed line is below the others where they overlap.</summary>
    internal static IEnumerable<Arrows> Between(PlacedGrid from, PlacedGrid to, int middle)
    {
        var leading = from.Cards.Where(placed => placed.Card.Leads).ToLookup(IsRemoved);
        var reached = to.Cards.Where(placed => placed.Card.IsReached).ToLookup(IsRemoved);
        // Where the lines from above have met, and those to below separate.
        var knot = (middle, from.Bottom + Below + Wire.Radius);
        return leading.Count == 0 ? [] : [Of(isRemoved: true), Of(isRemoved: false)];

        Arrows Of(bool isRemoved) => new(
            string.Concat(
                leading[isRemoved]
                    .Select(placed => Gathered(placed.Area, from, knot))
                    .Concat(reached[isRemoved].Select(placed => Spread(placed.Area, to, knot)))),
            string.Concat(reached[isRemoved].Select(placed => Wire.Head(placed.Area.Middle, placed.Area.Y - Distance))),
            isRemoved ? "removed" : "kept");
    }

    private static bool IsRemoved(PlacedCard placed) => placed.Card.Mark == Mark.Removed;

    private static string Gathered(Area area, PlacedGrid grid, (int X, int Y) knot)
    {
        var (level, last) = (area.Bottom + Below, grid.Bottom + Below);
        return Wire.Through([(area.Middle, area.Bottom), (area.Middle, level), .. Past(grid.Right + Aside, level, last), (knot.X, last), knot]);
    }

    private static string Spread(Area area, PlacedGrid grid, (int X, int Y) knot)
    {
        var (level, first) = (area.Y - Above, grid.Top - Above);
        return Wire.Through(
            [knot, (knot.X, first), .. Past(grid.Left - Aside, first, level), (area.Middle, level), (
                area.Middle, area.Y - Distance - Wire.HeadLength)]);
    }

    private static (int X, int Y)[] Past(int x, int from, int to) => from == to ? [] : [(x, from), (x, to)];
}
