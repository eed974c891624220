using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>A command or a value that ends too early: the lines below look like its arguments, but systemd reads them as something else.</summary>
/// <param name="At">Where it ends: from the comment or the backslash that ends it, if there is one.</param>
/// <param name="Lost">The first lost line.</param>
internal sealed record CutCommand(Location At, string Lost)
{
    /// <summary>All in the units and flag files of a host.</summary>
    internal static IEnumerable<CutCommand> Of(Installation installation) =>
        installation.UnitFiles.SelectMany(file => UnitFile.Parse(file).Strays)
            .Concat(installation.FlagFiles.SelectMany(file => EnvironmentFile.Parse(file).Strays))
            .GroupBy(stray => stray.Before?.Place ?? stray.Line.Place)
            .Select(same => same.First())
            .Select(stray => stray.Line.Place is { } line
                ? new CutCommand(stray.Before is { } before ? EndOf(before) ?? line : line, stray.Line.Text)
                : null)
            .OfType<CutCommand>();

    private static Location? EndOf(MappedText value)
    {
        if (value.Place is not { } place)
            return null;
        var text = ByteText.Of(place.File.Bytes.Span[place.Span.Start..place.Span.End]);
        var line = text.LastIndexOf('\n') + 1;
        var comment = text.IndexOf('#', line);
        var backslash = text.LastIndexOf('\\');
        var start = backslash >= line ? backslash : comment >= line ? comment : text.Length - 1;
        return new Location(place.File, new ByteSpan(place.Span.Start + start, place.Span.End));
    }
}
