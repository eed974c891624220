using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reporting.Reports;

/// <summary>Findings as text for a person: place, severity, code, the source line with a caret, the hint.</summary>
public static class TextReport
{
    private const int TabWidth = 4;

    /// <summary>All findings, errors first, then by place and code, each followed by an empty line.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="prefix">Text in front of every path, so that a terminal can open it from where the user is.</param>
    /// <param name="colour">Whether the terminal shows colours.</param>
    public static string Render(IEnumerable<Diagnostic> findings, string prefix, bool colour = false)
    {
        var palette = new Palette(colour);
        return string.Concat(BySeverity(findings).Select(finding => Render(finding, prefix, palette)));
    }

    /// <summary>Findings sorted by severity, errors first, then by file, place and code.</summary>
    public static IEnumerable<Diagnostic> BySeverity(IEnumerable<Diagnostic> findings) =>
        Sorted(findings).OrderByDescending(finding => finding.Severity);

    /// <summary>Findings sorted by file, place and code.</summary>
    public static ImmutableArray<Diagnostic> Sorted(IEnumerable<Diagnostic> findings) =>
    [
        .. findings
            .OrderBy(finding => finding.At.File.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.At.Span.Start)
            .ThenBy(finding => finding.Code, StringComparer.Ordinal)
            .ThenBy(finding => finding.Message, StringComparer.Ordinal),
    ];

    private static string Render(Diagnostic finding, string prefix, Palette palette)
    {
        var text = new StringBuilder();
        var mark = Palette.Of(finding.Severity);
        var title = palette.Paint(mark, $"{SeverityName.Of(finding.Severity)} {finding.Code}");
        text.Append(CultureInfo.InvariantCulture, $"{palette.Paint(Palette.Bold, $"{prefix}{finding.At}")}: {title}: {finding.Message}\n");
        if (SecretFilter.MayShow(finding))
            text.Append(Excerpt(finding.At, carets => palette.Paint(mark, carets)));
        foreach (var place in finding.Related)
            text.Append(CultureInfo.InvariantCulture, $"  {prefix}{place.At}: {place.Message}\n");
        if (finding.WaivedBecause is { } reason)
            text.Append(CultureInfo.InvariantCulture, $"  waived: {reason}\n");
        else
            text.Append(CultureInfo.InvariantCulture, $"  hint: {finding.Hint}\n");
        return text.Append('\n').ToString();
    }

    private static string Excerpt(Location at, Func<string, string> painted)
    {
        var (line, column) = at.File.PositionOf(at.Span.Start);
        var number = line.ToString(CultureInfo.InvariantCulture);
        var gutter = new string(' ', number.Length);
        var source = at.File.LineText(line);
        var before = Prefix(source, column - 1);
        var marked = at.File.FirstLineOf(at.Span);
        var carets = new string('^', Math.Max(1, DisplayWidth.Of(Shown(marked))));
        return $"  {number} | {Shown(source)}\n  {gutter} | {new string(' ', DisplayWidth.Of(Shown(before)))}{painted(carets)}\n";
    }

    private static string Prefix(string line, int scalars) =>
        string.Concat(line.EnumerateRunes().Take(scalars).Select(rune => rune.ToString()));

    // A tab has no width of its own and a control character would act on the terminal: neither is printed as it is.
    private static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\t')
                shown.Append(' ', TabWidth);
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format)
                shown.Append('\uFFFD');
            else
                shown.Append(rune);
        }

        return shown.ToString();
    }
}
