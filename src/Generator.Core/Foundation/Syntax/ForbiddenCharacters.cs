using System.Globalization;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax.Faults;

namespace Generator.Core.Foundation.Syntax;

/// <summary>
/// Finds bytes and characters that a file written by a person must not contain: they are invisible, change the reading direction, or are a
/// line end for one reader but not for another.
/// </summary>
internal static class ForbiddenCharacters
{
    /// <summary>The first forbidden character of a file, or null. A byte order mark at the very start is allowed.</summary>
    internal static Diagnostic? First(SourceFile file)
    {
        var bytes = file.Bytes.Span;
        for (var at = ByteOrderMark.LengthIn(bytes); at < bytes.Length;)
        {
            var status = Rune.DecodeFromUtf8(bytes[at..], out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done)
                return RefusedCharacter.At(At(file, at, length), FormattableString.Invariant($"the byte 0x{bytes[at]:X2}, which is not UTF-8,"));
            if (IsForbidden(rune))
                return RefusedCharacter.At(At(file, at, length), FormattableString.Invariant($"the character U+{rune.Value:X4}"));
            at += length;
        }

        return null;
    }

    /// <summary>Whether a text, such as one from an escape, contains such a character.</summary>
    internal static bool Holds(string text) => text.EnumerateRunes().Any(IsForbidden);

    private static Location At(SourceFile file, int start, int length) => new(file, new ByteSpan(start, start + length));

    private static bool IsForbidden(Rune rune) => rune.Value is not ('\n' or '\r' or '\t')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
