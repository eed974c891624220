using System.Globalization;
using System.Text;

namespace Generator.Core.Output.Pictures;

/// <summary>A line of horizontal and vertical pieces with round corners.</summary>
internal static class Wire
{
    /// <summary>The radius of a corner.</summary>
    internal const int Radius = 8;

    /// <summary>How long a head is.</summary>
    internal const int HeadLength = 9;

    private const int HeadHalf = 5;

    /// <summary>The path data of a line through points.</summary>
    internal static string Through(IReadOnlyList<(int X, int Y)> points)
    {
        var bends = points.Where((point, i) => i == 0 || point != points[i - 1]).ToArray();
        var path = new StringBuilder(Invariant($"M{bends[0].X} {bends[0].Y}"));
        for (var i = 1; i + 1 < bends.Length; i++)
            path.Append(Corner(bends[i - 1], bends[i], bends[i + 1]));
        return path.Append(Invariant($"L{bends[^1].X} {bends[^1].Y}")).ToString();
    }

    /// <summary>The path data of a head that points down at a place.</summary>
    internal static string Head(int x, int y) =>
        Invariant($"M{x} {y}L{x - HeadHalf} {y - HeadLength}L{x + HeadHalf} {y - HeadLength}Z");

    private static string Corner((int X, int Y) from, (int X, int Y) at, (int X, int Y) to)
    {
        if ((from.X == at.X && at.X == to.X) || (from.Y == at.Y && at.Y == to.Y))
            return "";
        var (start, end) = (Towards(at, from), Towards(at, to));
        return Invariant($"L{start.X} {start.Y}Q{at.X} {at.Y} {end.X} {end.Y}");
    }

    private static (int X, int Y) Towards((int X, int Y) at, (int X, int Y) other) => (Step(at.X, other.X), Step(at.Y, other.Y));

    // Two corners share a short piece.
    private static int Step(int at, int other) => at + (Math.Sign(other - at) * Math.Min(Radius, Math.Abs(other - at) / 2));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
