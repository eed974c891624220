namespace Generator.Core.Foundation.Diagnostics;

/// <summary>Breaks a text between its words. A word is never broken, so that a path can be copied.</summary>
public static class WrappedText
{
    private const int UsualWidth = 100;

    /// <summary>The lines of a text.</summary>
    /// <param name="start">The start of the first line.</param>
    /// <param name="indent">The blanks before each further line.</param>
    /// <param name="width">The most columns of a line.</param>
    public static IEnumerable<string> Of(string start, string text, int indent, int width = UsualWidth)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(text);
        var line = start;
        var isStarted = false;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (isStarted && DisplayWidth.Of(line) + 1 + DisplayWidth.Of(word) > width)
            {
                yield return line;
                line = new string(' ', indent) + word;
            }
            else
            {
                line = isStarted ? $"{line} {word}" : $"{line}{word}";
            }

            isStarted = true;
        }

        yield return line;
    }
}
