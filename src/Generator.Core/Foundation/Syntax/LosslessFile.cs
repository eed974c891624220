using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>
/// A file as values and the text between them. Joined again, it is the same file to the byte. A patch replaces something inside one value
/// and can change nothing else.
/// </summary>
internal sealed class LosslessFile
{
    private readonly SourceFile file;
    private readonly ImmutableArray<ByteSpan> values;

    /// <summary>Creates the tree of a file.</summary>
    /// <param name="values">Where its values are written, in any order; empty ones are left out.</param>
    /// <exception cref="ArgumentException">Two values overlap: the reader of the format has a fault.</exception>
    internal LosslessFile(SourceFile file, IEnumerable<ByteSpan> values)
    {
        this.file = file;
        this.values = [.. values.Where(value => value.Length > 0).OrderBy(value => value.Start)];
        for (var i = 1; i < this.values.Length; i++)
        {
            if (this.values[i].Start < this.values[i - 1].End)
                throw new ArgumentException("two values overlap", nameof(values));
        }
    }

    /// <summary>The values, in the order of the file.</summary>
    internal IEnumerable<ByteSpan> Values => values;

    /// <summary>The original bytes.</summary>
    internal byte[] ToBytes() => With([]);

    /// <summary>The bytes after some edits.</summary>
    /// <exception cref="ArgumentException">An edit reaches out of a value, or two edits overlap.</exception>
    internal byte[] With(IEnumerable<ByteEdit> edits)
    {
        var ordered = edits.OrderBy(edit => edit.At.Span.Start).ThenBy(edit => edit.At.Span.End).ToArray();
        if (ordered.FirstOrDefault(edit => !IsInsideAValue(edit.At.Span)) is { } stray)
            throw new ArgumentException($"an edit at {stray.At} reaches out of a value", nameof(edits));
        var result = new List<byte>(file.Bytes.Length + 16);
        var next = 0;
        foreach (var piece in Pieces())
            next = Write(result, piece, ordered, next);
        return next == ordered.Length ? [.. result] : throw new ArgumentException("two edits overlap", nameof(edits));
    }

    // The whole file, in order: the text before a value, the value, and finally the text after all of them.
    private IEnumerable<ByteSpan> Pieces()
    {
        var done = 0;
        foreach (var value in values)
        {
            yield return new ByteSpan(done, value.Start);
            yield return value;
            done = value.End;
        }

        yield return new ByteSpan(done, file.Bytes.Length);
    }

    private int Write(List<byte> result, ByteSpan piece, ByteEdit[] edits, int next)
    {
        var done = piece.Start;
        for (; next < edits.Length && edits[next].At.Span.Start >= done && edits[next].At.Span.End <= piece.End; next++)
        {
            result.AddRange(file.Bytes.Span[done..edits[next].At.Span.Start]);
            result.AddRange(Encoding.UTF8.GetBytes(edits[next].Text));
            done = edits[next].At.Span.End;
        }

        result.AddRange(file.Bytes.Span[done..piece.End]);
        return next;
    }

    private bool IsInsideAValue(ByteSpan span) => values.Any(value => value.Start <= span.Start && span.End <= value.End);
}
