using System.Text;

namespace Generator.Core.Foundation.Syntax;

/// <summary>
/// Bytes as a string of the same length, so that an offset in the string is an offset in the file: ASCII unchanged, every other byte as one
/// character of a private area, which no parser treats as a space, a line end or an indicator.
/// </summary>
internal static class ByteText
{
    private const char Area = '\uE000';

    /// <summary>The string for some bytes.</summary>
    internal static string Of(ReadOnlySpan<byte> bytes) =>
        string.Create(bytes.Length, bytes, static (chars, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                chars[i] = source[i] < 0x80 ? (char)source[i] : (char)(Area + source[i]);
        });

    /// <summary>The bytes of such a string.</summary>
    internal static byte[] ToBytes(string text)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
            bytes[i] = (byte)(text[i] < 0x80 ? text[i] : text[i] - Area);
        return bytes;
    }

    /// <summary>The text of the characters of such a string; characters from an escape stay as they are.</summary>
    internal static string Decode(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var bytes = new List<byte>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= Area + 0x80 and <= Area + 0xFF)
                bytes.Add((byte)(rune.Value - Area));
            else
                bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
