using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using DiffPlex;
using DiffPlex.Model;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Foundation.Formats;

/// <summary>
/// Unified diffs, which <c>patch</c> and <c>git apply</c> read. DiffPlex finds the lines. Its own renderer drops carriage returns and does
/// not mark a missing final newline, so this class writes the hunks from the lines with their ends.
/// </summary>
internal static class UnifiedDiff
{
    /// <summary>The number of unchanged lines around a change, where they may be shown.</summary>
    internal const int Context = 3;

    /// <summary>The diff; empty if nothing changes.</summary>
    /// <param name="before">The bytes before; none for a new file.</param>
    /// <param name="after">The bytes after; none for a removed file.</param>
    /// <param name="names">The text after <c>---</c> and <c>+++</c>.</param>
    /// <param name="context">The number of unchanged lines around a change.</param>
    internal static ReadOnlyMemory<byte> Of(
        ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, (string Before, string After) names, int context) =>
        before.Span.SequenceEqual(after.Span)
            ? default
            : (byte[])[.. Encoding.UTF8.GetBytes($"--- {names.Before}\n+++ {names.After}\n"), .. Hunks(before.Span, after.Span, context)];

    private static byte[] Hunks(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int context)
    {
        var diff = Differ.Instance.CreateDiffs(
            ByteText.Of(before), ByteText.Of(after), ignoreWhiteSpace: false, ignoreCase: false, new LineChunker());
        var text = new StringBuilder();
        foreach (var hunk in Grouped(diff.DiffBlocks, context))
            Write(text, diff, hunk, context);
        return ByteText.ToBytes(text.ToString());
    }

    // Changes whose contexts would touch share one hunk.
    private static IEnumerable<ImmutableArray<DiffBlock>> Grouped(IEnumerable<DiffBlock> blocks, int context)
    {
        var group = ImmutableArray.CreateBuilder<DiffBlock>();
        foreach (var block in blocks)
        {
            if (group.Count > 0 && block.DeleteStartA - (group[^1].DeleteStartA + group[^1].DeleteCountA) > context * 2)
                yield return group.DrainToImmutable();
            group.Add(block);
        }

        if (group.Count > 0)
            yield return group.DrainToImmutable();
    }

    private static void Write(StringBuilder text, DiffResult diff, ImmutableArray<DiffBlock> blocks, int context)
    {
        var (first, last) = (blocks[0], blocks[^1]);
        var lead = Math.Min(context, first.DeleteStartA);
        var tailStart = last.DeleteStartA + last.DeleteCountA;
        var tail = Math.Min(context, diff.PiecesOld.Count - tailStart);
        var oldStart = first.DeleteStartA - lead;
        var newStart = first.InsertStartB - lead;
        text.Append(
            CultureInfo.InvariantCulture,
            $"@@ -{Range(oldStart, tailStart + tail - oldStart)} +{Range(newStart, last.InsertStartB + last.InsertCountB + tail - newStart)} @@\n");
        var next = oldStart;
        foreach (var block in blocks)
        {
            Lines(text, ' ', diff.PiecesOld, next, block.DeleteStartA - next);
            Lines(text, '-', diff.PiecesOld, block.DeleteStartA, block.DeleteCountA);
            Lines(text, '+', diff.PiecesNew, block.InsertStartB, block.InsertCountB);
            next = block.DeleteStartA + block.DeleteCountA;
        }

        Lines(text, ' ', diff.PiecesOld, tailStart, tail);
    }

    // A range of no lines names the line before it (POSIX diff, unified format).
    private static string Range(int start, int count) =>
        count == 1 ? FormattableString.Invariant($"{start + 1}") : FormattableString.Invariant($"{(count == 0 ? start : start + 1)},{count}");

    private static void Lines(StringBuilder text, char mark, IReadOnlyList<string> lines, int start, int count)
    {
        for (var i = start; i < start + count; i++)
        {
            text.Append(mark).Append(lines[i]);
            if (!lines[i].EndsWith('\n'))
                text.Append("\n\\ No newline at end of file\n");
        }
    }
}
