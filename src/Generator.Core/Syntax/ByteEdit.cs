using System.Collections.Immutable;
using System.Text;
using Generator.Core.Diagnostics;

namespace Generator.Core.Syntax;

/// <summary>The replacement of one stretch of a file.</summary>
/// <param name="At">The stretch.</param>
/// <param name="Text">What takes its place.</param>
internal sealed record ByteEdit(Location At, string Text)
{
    /// <summary>The bytes of a file with some stretches replaced, which must not overlap; every other byte stays.</summary>
    internal static ImmutableArray<byte> Apply(SourceFile file, IEnumerable<ByteEdit> edits)
    {
        var result = ImmutableArray.CreateBuilder<byte>(file.Bytes.Length);
        var done = 0;
        foreach (var edit in edits.OrderBy(edit => edit.At.Span.Start))
        {
            result.AddRange(file.Bytes.Span[done..edit.At.Span.Start]);
            result.AddRange(Encoding.UTF8.GetBytes(edit.Text));
            done = edit.At.Span.End;
        }

        result.AddRange(file.Bytes.Span[done..]);
        return result.ToImmutable();
    }
}
