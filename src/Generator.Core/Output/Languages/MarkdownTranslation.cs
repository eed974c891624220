using System.Text.RegularExpressions;

namespace Generator.Core.Output.Languages;

/// <summary>Translates a page of Markdown line by line: headings, items, cells of tables, and the text behind a command.</summary>
internal static partial class MarkdownTranslation
{
    private const string Fence = "```";
    private const string Said = "   # ";
    private const string Cell = " | ";

    internal static string Of(string page, Phrasebook phrases)
    {
        var isCode = false;
        return string.Join('\n', page.Split('\n').Select(line =>
        {
            if (line.StartsWith(Fence, StringComparison.Ordinal))
                isCode = !isCode;
            return isCode ? Command(line, phrases) : Prose(line, phrases);
        }));
    }

    private static string Command(string line, Phrasebook phrases) =>
        line.LastIndexOf(Said, StringComparison.Ordinal) is >= 0 and var at
            ? line[..(at + Said.Length)] + phrases.Translate(line[(at + Said.Length)..])
            : line;

    private static string Prose(string line, Phrasebook phrases) => line.StartsWith("| ", StringComparison.Ordinal)
        ? $"| {string.Join(Cell, line[2..^2].Split(Cell).Select(phrases.Translate))} |"
        : Lead().Match(line).Length is var lead ? line[..lead] + phrases.Translate(line[lead..]) : line;

    // What marks a heading, an item or a step.
    [GeneratedRegex(@"\A(#+ |- |[0-9]+\. )?")]
    private static partial Regex Lead();
}
