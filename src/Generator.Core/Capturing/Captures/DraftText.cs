using System.Globalization;
using System.Text;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Capturing.Captures;

/// <summary>Writes lines of YAML, each with its comment.</summary>
internal sealed class DraftText
{
    private const int Column = 42;
    private const int Widest = 150;
    private const int LongestComment = 600;
    private readonly StringBuilder text = new();

    /// <summary>A line with its comment: next to it if there is room, else above it.</summary>
    internal void Line(string yaml, string comment = "")
    {
        var shown = VisibleText.Of(comment, LongestComment);
        var start = Math.Max(Column, yaml.Length + 2);
        if (shown.Length > 0 && start + 2 + shown.Length > Widest)
        {
            Comment(shown, yaml[..^yaml.TrimStart().Length]);
            shown = "";
        }

        text.Append(shown.Length == 0 ? yaml : $"{yaml.PadRight(start)}# {shown}").Append('\n');
    }

    /// <summary>A comment on its own lines.</summary>
    internal void Comment(string comment, string indent = "")
    {
        var line = new StringBuilder();
        foreach (var word in VisibleText.Of(comment, LongestComment).Split(' '))
        {
            if (line.Length > 0 && indent.Length + 3 + line.Length + word.Length > Widest - 30)
                Flush();
            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        Flush();
        void Flush()
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}# {line}\n");
            line.Clear();
        }
    }

    public override string ToString() => text.ToString();
}
