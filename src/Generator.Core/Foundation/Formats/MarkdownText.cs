namespace Generator.Core.Foundation.Formats;

/// <summary>Escapes any text for Markdown.</summary>
internal static class MarkdownText
{
    /// <summary>A path or a name as code, also in a table cell. Characters that would end the code or the cell become question marks.</summary>
    internal static string Code(string text) =>
        text.Any(IsSpecial)
            ? $"`{string.Concat(text.Select(c => IsSpecial(c) ? '?' : c))}` (with characters that cannot be shown here)"
            : $"`{text}`";

    /// <summary>A block of code of a language, in a fence that its content cannot close.</summary>
    internal static string Block(string language, string text)
    {
        var longest = 2;
        for (var (i, run) = (0, 0); i < text.Length; i++)
        {
            run = text[i] == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', longest + 1);
        return $"{fence}{language}\n{text}{(text.EndsWith('\n') ? "" : "\n")}{fence}\n";
    }

    private static bool IsSpecial(char c) => c is '`' or '|' or '<' or '>' or '\\' || char.IsControl(c);
}
