using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reporting.Pages;

/// <summary>A line of a difference on a page.</summary>
/// <param name="Mark">Its kind: add, del, at, or same.</param>
internal sealed record PageLine(string Mark, string Text)
{
    // The names of the two sides, which a page shows above the difference.
    private const int Head = 2;

    /// <summary>A line of a difference without its head.</summary>
    internal static PageLine Of(string line) => new(MarkOf(line), line);

    /// <summary>The lines of a unified diff below its head. Characters that cannot be seen are question marks.</summary>
    internal static ImmutableArray<PageLine> OfDiff(ReadOnlyMemory<byte> diff) => diff.IsEmpty ? [] :
    [
        .. Encoding.UTF8.GetString(diff.Span).Split('\n')[Head..^1].Select(line => new PageLine(MarkOf(line), Visible(line))),
    ];

    private static string Visible(string line) =>
        string.Join('\t', line.Split('\t').Select(part => VisibleText.Of(part, int.MaxValue)));

    private static string MarkOf(string line) => line switch
    {
        ['+', ..] => "add",
        ['-', ..] => "del",
        ['@', '@', ..] => "at",
        _ => "same",
    };
}
