using System.Text;

namespace Generator.Core.Foundation.Diagnostics;

/// <summary>A file as it was read, with the path that people are shown.</summary>
/// <param name="path">The path relative to the user's folder, with forward slashes.</param>
/// <param name="bytes">The bytes.</param>
public sealed class SourceFile(string path, ReadOnlyMemory<byte> bytes)
{
    private int[]? lineStarts;

    /// <summary>The path relative to the user's folder.</summary>
    public string Path { get; } = path;

    /// <summary>The bytes, as they were read.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>The text; a byte that is not UTF-8 becomes U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    private int[] LineStarts => lineStarts ??= FindLineStarts();

    /// <summary>Line and column, both from 1, of a byte; columns count Unicode scalars.</summary>
    public (int Line, int Column) PositionOf(int offset)
    {
        var line = LineIndexOf(offset);
        var before = Bytes.Span[LineStarts[line]..Math.Min(offset, Bytes.Length)];
        return (line + 1, Scalars(before) + 1);
    }

    /// <summary>The text of a line (from 1), without its line end.</summary>
    public string LineText(int line)
    {
        var start = LineStarts[line - 1];
        var end = line < LineStarts.Length ? LineStarts[line] : Bytes.Length;
        return Encoding.UTF8.GetString(Bytes.Span[start..end]).TrimEnd('\n', '\r');
    }

    /// <summary>The part of a span on the line where the span starts.</summary>
    public string FirstLineOf(ByteSpan span)
    {
        var text = Encoding.UTF8.GetString(Bytes.Span[span.Start..Math.Min(span.End, Bytes.Length)]);
        var end = text.AsSpan().IndexOfAny('\n', '\r');
        return end < 0 ? text : text[..end];
    }

    private int LineIndexOf(int offset)
    {
        var found = Array.BinarySearch(LineStarts, offset);
        return found >= 0 ? found : ~found - 1;
    }

    private int[] FindLineStarts()
    {
        var starts = new List<int> { 0 };
        var span = Bytes.Span;
        for (var i = 0; i < span.Length; i++)
        {
            if (span[i] == (byte)'\n')
                starts.Add(i + 1);
        }

        return [.. starts];
    }

    private static int Scalars(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var b in bytes)
        {
            // Continuation bytes of UTF-8 start with the bits 10.
            if ((b & 0xC0) != 0x80)
                count++;
        }

        return count;
    }
}
