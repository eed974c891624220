using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>A sign that a file is a template: text that Jinja, Go, ERB or a script would have replaced.</summary>
internal sealed partial record TemplateText(string Found, Location At)
{
    /// <summary>The first placeholder outside of comments; null if there is none.</summary>
    internal static TemplateText? In(SourceFile file)
    {
        var text = ByteText.Of(file.Bytes.Span);
        return Pattern.Matches(text)
            .Where(match => !IsInComment(text[(text.LastIndexOf('\n', match.Index) + 1)..match.Index]))
            .Select(match => New(match, new Location(file, new ByteSpan(match.Index, match.Index + match.Length))))
            .FirstOrDefault();
    }

    /// <summary>
    /// The first placeholder of a unit or drop-in; null if there is none. A command other than the service's own may have a Go template as an
    /// argument, such as that of <c>docker inspect --format</c>.
    /// </summary>
    internal static TemplateText? InUnit(SourceFile file)
    {
        var unit = UnitFile.Parse(file);
        return unit.Entries
            .Where(entry => !entry.Key.StartsWith("Exec", StringComparison.Ordinal) || entry.Key == "ExecStart")
            .Select(entry => entry.Value)
            .Concat(unit.Unread)
            .Select(In)
            .OfType<TemplateText>()
            .MinBy(found => found.At.Span.Start);
    }

    private static TemplateText? In(MappedText text) =>
        Pattern.Match(text.Chars) is { Success: true } match && text.Slice(match.Index, match.Length).Place is { } place
            ? New(match, place)
            : null;

    private static TemplateText New(Match match, Location at) => new(ByteText.Decode(match.Value), at);

    private static bool IsInComment(string before) => before.TrimStart() is ['#' or ';', ..] || before.Contains(" #", StringComparison.Ordinal);

    // A line of number signs is decoration: ##NAME## counts only if something precedes it.
    [GeneratedRegex(
        @"\{\{.*?(\}\}|$)|\{%.*?(%\}|$)|\{#-?[ \t].*?#\}|<%.*?%>|<no value>|(?<=[^\s#].*)##[A-Za-z][A-Za-z0-9_]*##",
        RegexOptions.Multiline)]
    private static partial Regex Pattern { get; }
}
