using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>One byte of a file.</summary>
/// <param name="Offset">The byte's offset.</param>
internal readonly record struct SourceByte(SourceFile File, int Offset);

/// <summary>
/// A text as systemd reads it after continuations, quotes and escapes. Every character keeps the byte that it came from, so that a part
/// of it can be replaced at its place in the file. Characters are those of <see cref="ByteText"/>.
/// </summary>
/// <param name="Origins">The byte of each character; for an escape, its last byte.</param>
internal sealed record MappedText(string Chars, ImmutableArray<SourceByte> Origins)
{
    /// <summary>The text of a file.</summary>
    internal static MappedText Of(SourceFile file) =>
        new(ByteText.Of(file.Bytes.Span), [.. Enumerable.Range(0, file.Bytes.Length).Select(offset => new SourceByte(file, offset))]);

    /// <summary>The text for messages and comparison.</summary>
    internal string Text => ByteText.Decode(Chars);

    /// <summary>A part of the text.</summary>
    internal MappedText Slice(int start, int length) => new(Chars.Substring(start, length), Origins.Slice(start, length));

    /// <summary>
    /// The place of the text, from its first to its last character; null for an empty text and for one from several files, which no
    /// replacement could change in one place.
    /// </summary>
    internal Location? Place
    {
        get
        {
            if (Origins.IsEmpty)
                return null;
            var (first, last) = (Origins[0], Origins[^1]);
            return ReferenceEquals(first.File, last.File) && first.Offset <= last.Offset
                ? new Location(first.File, new ByteSpan(first.Offset, last.Offset + 1))
                : null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Collects a mapped text character by character.</summary>
    internal sealed class Builder
    {
        private readonly StringBuilder chars = new();
        private readonly ImmutableArray<SourceByte>.Builder origins = ImmutableArray.CreateBuilder<SourceByte>();

        internal int Length => chars.Length;

        internal void Add(char c, SourceByte origin)
        {
            chars.Append(c);
            origins.Add(origin);
        }

        internal void Add(MappedText text)
        {
            chars.Append(text.Chars);
            origins.AddRange(text.Origins);
        }

        internal void Truncate(int length)
        {
            chars.Length = length;
            origins.Count = length;
        }

        internal MappedText Take()
        {
            var taken = new MappedText(chars.ToString(), origins.ToImmutable());
            Truncate(0);
            return taken;
        }
    }
}
