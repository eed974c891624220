using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Planning.Plans;

/// <summary>Converts edits of a file into whole lines that can be replaced on the host without reading the rest.</summary>
/// <param name="Lines">The lines to replace.</param>
/// <param name="After">The captured content after that, still redacted.</param>
internal sealed record LineEdits(ImmutableArray<LineEdit> Lines, ReadOnlyMemory<byte> After)
{
    /// <summary>The lines; null if an edit is not within one line.</summary>
    internal static LineEdits? Of(SourceFile file, IEnumerable<ByteEdit> edits)
    {
        // A flag that is added on its own line can also follow on the same line.
        var all = edits.Select(edit => edit with { Text = edit.Text.Replace("\\\n", " ", StringComparison.Ordinal) }).ToArray();
        if (all.Any(edit =>
            edit.Text.Contains('\n', StringComparison.Ordinal)
            || file.Bytes.Span[edit.At.Span.Start..edit.At.Span.End].Contains((byte)'\n')))
            return null;
        // A line that occurs twice is replaced twice, so the new content depends on the lines and not on their places.
        var lines = all.GroupBy(edit => edit.At.Line).Select(line => Line(file, line)).DistinctBy(line => line.Old).ToImmutableArray();
        return new LineEdits(lines, lines.IsEmpty ? file.Bytes : Exchange(file, lines));
    }

    // One line can hold several values.
    private static LineEdit Line(SourceFile file, IGrouping<int, ByteEdit> edits)
    {
        var old = file.LineText(edits.Key);
        var start = file.Bytes.Span[..edits.First().At.Span.Start].LastIndexOf((byte)'\n') + 1;
        var line = new SourceFile(file.Path, Encoding.UTF8.GetBytes(old));
        var inLine = edits.Select(edit => edit with { At = new Location(line, new ByteSpan(edit.At.Span.Start - start, edit.At.Span.End - start)) });
        var now = new LosslessFile(line, [new ByteSpan(0, line.Bytes.Length)]).With(inLine);
        return new LineEdit(old, Encoding.UTF8.GetString(now), LinesOf(file).Count(other => other.TrimEnd('\r') == old));
    }

    private static string[] LinesOf(SourceFile file) => file.Text.Split('\n');

    private static ReadOnlyMemory<byte> Exchange(SourceFile file, ImmutableArray<LineEdit> edits)
    {
        var exchanged = LinesOf(file)
            .Select(line => edits.FirstOrDefault(edit => edit.Old == line.TrimEnd('\r')) is { } edit ? edit.New + line[edit.Old.Length..] : line);
        return Encoding.UTF8.GetBytes(string.Join('\n', exchanged));
    }
}
