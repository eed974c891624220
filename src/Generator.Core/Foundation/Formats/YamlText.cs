using System.Globalization;
using System.Text;

namespace Generator.Core.Foundation.Formats;

/// <summary>Text as a double-quoted scalar of YAML 1.1 and 1.2.</summary>
internal static class YamlText
{
    /// <summary>The text in quotes. Characters that a reader of YAML refuses or folds are escaped (YAML 1.2, sections 5.1 and 5.4).</summary>
    internal static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(Escaped(c));
        return quoted.Append('"').ToString();
    }

    private static string Escaped(char c) => c switch
    {
        '\\' or '"' => $"\\{c}",
        '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF' => Numbered(c),
        _ when char.IsControl(c) => Numbered(c),
        _ => c.ToString(),
    };

    private static string Numbered(char c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
}
