using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>One entry of a unit.</summary>
/// <param name="Section">The section, without brackets.</param>
/// <param name="Value">The value, its lines joined.</param>
/// <param name="At">Where the key is written.</param>
internal sealed record UnitEntry(string Section, string Key, MappedText Value, Location At);

/// <summary>
/// A systemd unit, read as systemd reads it (systemd.syntax(7); src/shared/conf-parser.c): a backslash at the very end of a line joins the
/// next one with a space, and comment lines between joined lines are ignored.
/// </summary>
/// <param name="Entries">The entries in the order of the file.</param>
internal sealed partial record UnitFile(SourceFile File, ImmutableArray<UnitEntry> Entries)
{
    /// <summary>The lines after a command that look like its arguments.</summary>
    internal ImmutableArray<StrayLine> Strays { get; init; } = [];

    /// <summary>The other lines that are neither section, setting nor comment: systemd ignores them with a warning.</summary>
    internal ImmutableArray<MappedText> Unread { get; init; } = [];

    /// <summary>Reads a file; every byte sequence can be read.</summary>
    internal static UnitFile Parse(SourceFile file)
    {
        var entries = ImmutableArray.CreateBuilder<UnitEntry>();
        var strays = ImmutableArray.CreateBuilder<StrayLine>();
        var unread = ImmutableArray.CreateBuilder<MappedText>();
        var section = "";
        foreach (var line in LogicalLines(file))
        {
            if (line.Chars.StartsWith('[') && line.Chars.EndsWith(']'))
                section = line.Text[1..^1];
            else if (StrayLine.IsOne(line.Chars))
                strays.Add(new StrayLine(entries.LastOrDefault(entry => entry.Section == section)?.Value, line));
            else if (Entry(section, line) is { } entry)
                entries.Add(entry);
            if (!StrayLine.IsOne(line.Chars) && !SectionOrSetting.IsMatch(line.Chars))
                unread.Add(line);
        }

        return new UnitFile(file, entries.ToImmutable()) { Strays = strays.ToImmutable(), Unread = unread.ToImmutable() };
    }

    /// <summary>The file as values and the text between them.</summary>
    internal LosslessFile Tree => new(File, Entries.Select(entry => entry.Value.Place?.Span).OfType<ByteSpan>());

    /// <summary>The values of a key in a section; an empty assignment removes those before it, as for every list in a unit.</summary>
    internal IEnumerable<UnitEntry> All(string section, string key)
    {
        var matching = Entries.Where(entry => entry.Section == section && entry.Key == key).ToArray();
        var reset = Array.FindLastIndex(matching, entry => entry.Value.Chars.Length == 0);
        return matching.Skip(reset + 1);
    }

    [GeneratedRegex(@"^(\[.*\]$|[A-Za-z][A-Za-z0-9-]*[ \t]*=|$)")]
    private static partial Regex SectionOrSetting { get; }

    private static UnitEntry? Entry(string section, MappedText line)
    {
        var equals = line.Chars.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            return null;
        var key = Trimmed(line.Slice(0, equals));
        return key.Place is { } place
            ? new UnitEntry(section, key.Text, Trimmed(line.Slice(equals + 1, line.Chars.Length - equals - 1)), place)
            : null;
    }

    private static IEnumerable<MappedText> LogicalLines(SourceFile file)
    {
        var joined = new MappedText.Builder();
        foreach (var line in PhysicalLines(file))
        {
            var text = Trimmed(line, atEnd: false);
            if (text.Chars.StartsWith('#') || text.Chars.StartsWith(';'))
                continue;
            joined.Add(text);
            if (EndsEscaped(text.Chars))
            {
                var last = text.Origins[^1];
                joined.Truncate(joined.Length - 1);
                joined.Add(' ', last);
            }
            else if (joined.Length > 0)
            {
                yield return Trimmed(joined.Take());
            }
        }

        if (joined.Length > 0)
            yield return Trimmed(joined.Take());
    }

    private static IEnumerable<MappedText> PhysicalLines(SourceFile file)
    {
        var text = MappedText.Of(file);
        var start = ByteOrderMark.LengthIn(file.Bytes.Span);
        for (var i = start; i < text.Chars.Length; i++)
        {
            if (text.Chars[i] is not ('\n' or '\r'))
                continue;
            yield return text.Slice(start, i - start);
            start = i + 1;
        }

        yield return text.Slice(start, text.Chars.Length - start);
    }

    private static bool EndsEscaped(string line)
    {
        var backslashes = line.Length - line.TrimEnd('\\').Length;
        return backslashes % 2 == 1;
    }

    private static MappedText Trimmed(MappedText text, bool atEnd = true)
    {
        var start = text.Chars.Length - text.Chars.TrimStart(' ', '\t').Length;
        var end = atEnd ? text.Chars.TrimEnd(' ', '\t').Length : text.Chars.Length;
        return text.Slice(start, Math.Max(0, end - start));
    }
}
