using System.Text;
using System.Text.Unicode;
using Generator.Core.Capturing.Captures.Faults;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Capturing.Captures;

/// <summary>Splits a census into its records: lines of UTF-8 with fields separated by tabs and without any other control character.</summary>
internal static class CensusText
{
    internal const int MostLines = 200_000;
    internal const int MostCharacters = 4096;

    // UTF-8 takes up to four bytes for a character.
    private const int MostBytes = MostCharacters * 4;

    /// <summary>The records, in order; the last one is a fault if a line is malformed.</summary>
    internal static IEnumerable<CensusLine> Lines(SourceFile census)
    {
        var number = 0;
        for (var start = 0; start < census.Bytes.Length;)
        {
            var newline = census.Bytes.Span[start..].IndexOf((byte)'\n');
            var end = newline < 0 ? census.Bytes.Length : start + newline;
            var at = new Location(census, new ByteSpan(start, end));
            var line = Line(at, census.Bytes.Span[start..end], ++number);
            yield return line;
            if (line.Fault is not null)
                yield break;
            start = end + 1;
        }
    }

    private static CensusLine Line(Location at, ReadOnlySpan<byte> bytes, int number)
    {
        if (number > MostLines)
            return Refused(at, ReportTooLarge.At(at, $"it has more than {MostLines} lines"));
        if (bytes.Length > MostBytes || Encoding.UTF8.GetString(bytes) is { Length: > MostCharacters })
            return Refused(at, ReportTooLarge.At(at, $"line {number} has more than {MostCharacters} characters"));
        var text = Encoding.UTF8.GetString(bytes);
        var line = new CensusLine(at, text.Split('\t'));
        if (!Utf8.IsValid(bytes) || text.Any(letter => letter != '\t' && char.IsControl(letter)))
            line.Refuse(Quoted.Text(text), "text in UTF-8 without control characters");
        return line;
    }

    private static CensusLine Refused(Location at, Diagnostic fault)
    {
        var line = new CensusLine(at, [""]);
        line.Refuse(fault);
        return line;
    }
}
