using System.Collections.Immutable;
using System.Globalization;

namespace Generator.Core.Foundation.Syntax;

/// <summary>Splits a command line into words as systemd does (src/basic/extract-word.c).</summary>
internal static class Words
{
    /// <summary>
    /// The words of a variable's value at <c>$NAME</c> in a unit: white space separates, quotes are removed, and a backslash makes the
    /// next character literal.
    /// </summary>
    internal static ImmutableArray<Word> OfVariable(MappedText value) => Split(value, unescape: false);

    /// <summary>The words of an <c>ExecStart=</c> line: as above, but a backslash starts an escape as in C.</summary>
    internal static ImmutableArray<Word> OfExec(MappedText line) => Split(line, unescape: true);

    private static ImmutableArray<Word> Split(MappedText text, bool unescape)
    {
        var words = ImmutableArray.CreateBuilder<Word>();
        for (var i = NextWord(text, 0); i < text.Chars.Length; i = NextWord(text, i))
        {
            var start = i;
            var word = ReadWord(text, ref i, unescape);
            words.Add(new Word(word, text.Origins[start], text.Origins[i - 1]));
        }

        return words.ToImmutable();
    }

    private static int NextWord(MappedText text, int i)
    {
        while (i < text.Chars.Length && IsBlank(text.Chars[i]))
            i++;
        return i;
    }

    private static MappedText ReadWord(MappedText text, ref int i, bool unescape)
    {
        var word = new MappedText.Builder();
        var quote = '\0';
        for (; i < text.Chars.Length; i++)
        {
            var c = text.Chars[i];
            if (c == '\\')
                i += Escape(text, i, unescape, word);
            else if (quote != '\0' && c == quote)
                quote = '\0';
            else if (quote == '\0' && c is '"' or '\'')
                quote = c;
            else if (quote == '\0' && IsBlank(c))
                break;
            else
                word.Add(c, text.Origins[i]);
        }

        return word.Take();
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r';

    // Adds the character of the escape at i, and returns the number of characters after the backslash.
    private static int Escape(MappedText text, int i, bool unescape, MappedText.Builder word)
    {
        // A backslash at the very end is literal in a unit and ignored in a variable.
        if (i + 1 == text.Chars.Length)
        {
            if (unescape)
                word.Add('\\', text.Origins[i]);
            return 0;
        }

        var next = text.Chars[i + 1];
        if (!unescape)
        {
            word.Add(next, text.Origins[i + 1]);
            return 1;
        }

        if (Plain(next) is { } plain)
        {
            word.Add(plain, text.Origins[i + 1]);
            return 1;
        }

        var digits = next == 'x' ? Digits(text.Chars, i + 2, 2, 16) : Digits(text.Chars, i + 1, 3, 8);
        if (digits is { } code)
        {
            // \xHH and \OOO both take three characters after the backslash.
            word.Add((char)code, text.Origins[i + 3]);
            return 3;
        }

        // systemd keeps an unknown escape unchanged.
        word.Add('\\', text.Origins[i]);
        word.Add(next, text.Origins[i + 1]);
        return 1;
    }

    private static char? Plain(char c) => c switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        's' => ' ',
        '\\' or '"' or '\'' => c,
        _ => null,
    };

    private static int? Digits(string text, int start, int count, int radix)
    {
        if (start + count > text.Length)
            return null;
        var digits = text.AsSpan(start, count);
        return radix == 16
            ? int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null
            : digits.IndexOfAnyExceptInRange('0', '7') < 0 ? (((digits[0] - '0') * 64) + ((digits[1] - '0') * 8) + digits[2] - '0') & 0xFF : null;
    }
}
