using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Generator.Core.Output.Pictures;

namespace Generator.Tests.Pictures;

/// <summary>Measures a picture as it is written, every text as wide as the widest common font would set it.</summary>
internal static partial class Geometry
{
    private const int BetweenBoxes = 8;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private sealed record Rectangle(string What, int Left, int Top, int Right, int Bottom)
    {
        internal bool Holds(Rectangle inner) => Left <= inner.Left && Top <= inner.Top && inner.Right <= Right && inner.Bottom <= Bottom;

        internal bool Meets(Rectangle other, int distance) =>
            Left < other.Right + distance && other.Left < Right + distance && Top < other.Bottom + distance && other.Top < Bottom + distance;

        internal Rectangle Shrunk(int by) => new(What, Left + by, Top + by, Right - by, Bottom - by);
    }

    internal static IEnumerable<string> Faults(XElement svg)
    {
        var page = new Rectangle("the picture", 0, 0, Number(svg, "width"), Number(svg, "height"));
        var groups = svg.Elements(Svg + "g").ToArray();
        var boxes = groups.Select(group => Frame(group.Elements(Svg + "rect").Last(rect => Has(rect, "box")))).ToArray();
        var texts = svg.Descendants(Svg + "text").Select(Text).ToArray();
        var bends = svg.Elements(Svg + "path").SelectMany(Segments).ToArray();
        return Outside(page, [.. boxes, .. texts, .. bends, .. svg.Descendants(Svg + "rect").Select(Frame)])
            .Concat(groups.Zip(boxes).SelectMany(pair => OutOfBox(pair.First, pair.Second)))
            .Concat(Overlapping(boxes, BetweenBoxes))
            .Concat(Overlapping(texts, 0))
            .Concat(Crossed(bends, boxes.Select(box => box.Shrunk(1))))
            .Concat(Crossed(bends, texts));
    }

    private static IEnumerable<string> Outside(Rectangle page, IEnumerable<Rectangle> all) =>
        all.Where(one => !page.Holds(one)).Select(one => $"{one} leaves the picture");

    private static IEnumerable<string> OutOfBox(XElement group, Rectangle box)
    {
        var inner = box.Shrunk(4);
        var pills = group.Elements(Svg + "rect").Where(rect => Has(rect, "pill")).Select(Frame).ToArray();
        var texts = group.Elements(Svg + "text").ToArray();
        foreach (var text in texts.Select(Text).Concat(pills).Where(text => !inner.Holds(text)))
            yield return $"{text} leaves {box}";
        foreach (var text in texts)
        {
            // A pill's own text stands right after it, and every other one keeps away.
            var own = text.ElementsBeforeSelf().Last() is var before && Has(before, "pill") ? Frame(before) : null;
            if (own is not null && !own.Shrunk(2).Holds(Text(text)))
                yield return $"{Text(text)} leaves its pill {own}";
            foreach (var pill in pills.Where(pill => pill != own && pill.Meets(Text(text), 2)))
                yield return $"{Text(text)} meets the pill {pill}";
        }
    }

    private static IEnumerable<string> Overlapping(Rectangle[] all, int distance) =>
        from i in Enumerable.Range(0, all.Length)
        from j in Enumerable.Range(i + 1, all.Length - i - 1)
        where all[i].Meets(all[j], distance)
        select $"{all[i]} meets {all[j]}";

    private static IEnumerable<string> Crossed(Rectangle[] bends, IEnumerable<Rectangle> obstacles) =>
        from obstacle in obstacles
        from bend in bends
        where obstacle.Meets(bend, 0)
        select $"{bend} crosses {obstacle}";

    private static Rectangle Frame(XElement rect) =>
        new(
            $"{rect.Attribute("class")?.Value}",
            Number(rect, "x"),
            Number(rect, "y"),
            Number(rect, "x") + Number(rect, "width"),
            Number(rect, "y") + Number(rect, "height"));

    private static Rectangle Text(XElement text)
    {
        var face = Typeface.All.Single(face => Has(text, face.Style));
        var width = face.WidthOf(text.Value);
        var left = face == Typeface.Pill ? Number(text, "x") - (width / 2) : Number(text, "x");
        // Letters reach less than their size above the baseline, and less than a quarter of it below.
        return new Rectangle($"'{text.Value}'", left, Number(text, "y") - (face.Size * 3 / 4), left + width, Number(text, "y") + (face.Size / 4));
    }

    // The pieces between the points of a path, control points of its corners among them: each piece is level or upright but in a head.
    private static IEnumerable<Rectangle> Segments(XElement path)
    {
        foreach (var part in (path.Attribute("d")?.Value ?? "").Split('M', StringSplitOptions.RemoveEmptyEntries))
        {
            var points = Point().Matches(part).Select(match => (X: Parsed(match.Groups[1].Value), Y: Parsed(match.Groups[2].Value))).ToArray();
            foreach (var (from, to) in points.Zip(points.Skip(1)))
                yield return new Rectangle(
                    $"a {path.Attribute("class")?.Value}",
                    Math.Min(from.X, to.X),
                    Math.Min(from.Y, to.Y),
                    Math.Max(from.X, to.X),
                    Math.Max(from.Y, to.Y));
        }
    }

    private static bool Has(XElement element, string style) => (element.Attribute("class")?.Value ?? "").Split(' ').Contains(style);

    private static int Number(XElement element, string attribute) => element.Attribute(attribute) is { } value ? Parsed(value.Value) : 0;

    private static int Parsed(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(-?\d+) (-?\d+)")]
    private static partial Regex Point();
}
