using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Rules;

namespace Generator.Core.Reporting.Reports;

/// <summary>The page of a code as text, with the finding that its own example raises.</summary>
public static class ExplainText
{
    /// <summary>All codes, one per line.</summary>
    /// <param name="colour">Whether the terminal shows colours.</param>
    public static string List(bool colour = false)
    {
        var palette = new Palette(colour);
        return string.Concat(Catalogue.Pages.Select(
            page => $"{page.Code}  {palette.Paint(Palette.Of(page.Severity), $"{SeverityName.Of(page.Severity),-7}")}  {page.Title}\n"));
    }

    /// <param name="starter">The originals of the starter folder, which its examples are compiled with.</param>
    /// <param name="colour">Whether the terminal shows colours.</param>
    public static string Of(Page page, ImmutableArray<SourceFile> starter, bool colour = false)
    {
        ArgumentNullException.ThrowIfNull(page);
        var palette = new Palette(colour);
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{palette.Paint(Palette.Bold, $"{page.Code}: {page.Title}")} ({Severe(page, palette)})\n\n{page.Why}\n\nWhat to do: {page.Hint}.\n");
        if (page is { HasNoTopology: false, Severity: not Severity.Error })
            text.Append(CultureInfo.InvariantCulture, $"\nTo accept it: waivers: [{{rule: {page.Code}, reason: \"…\"}}]\n");
        if (page.Bad is { } bad)
            text.Append("\nExample\n\n")
                .Append(Change(bad))
                .Append(TextReport.Render(Shown(page, Compiler.Compile(bad.Input(starter)).Findings), "", colour));
        if (page is { Good: { } good, Bad: { } faulty } && good.Topology != faulty.Topology)
            text.Append("Without the fault\n\n").Append(Indented(Different(good.Topology, faulty.Topology)));
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Severe(Page page, Palette palette) => palette.Paint(Palette.Of(page.Severity), SeverityName.Of(page.Severity));

    // A note about something else would only distract.
    private static IEnumerable<Diagnostic> Shown(Page page, IEnumerable<Diagnostic> findings) =>
        findings.Where(finding => finding.Severity != Severity.Note || finding.Code == page.Code);

    // An example that changes originals says which ones.
    private static string Change(Example bad) =>
        bad.Differences.IsEmpty ? "" : $"{string.Concat(bad.Differences.Select(change => $"    {Where(change)}\n").Distinct())}\n";

    private static string Where(OriginalChange change) =>
        change is RemovedFile ? $"originals/{change.Path} is missing" : $"in originals/{change.Path}";

    private static string Different(string good, string bad)
    {
        var others = bad.Split('\n');
        return string.Join('\n', good.Split('\n').Where(line => !others.Contains(line)));
    }

    private static string Indented(string text) => string.Concat(text.Split('\n').Where(line => line.Length > 0).Select(line => $"    {line}\n"));
}
