using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reporting.Verifications;

/// <summary>Breaks a text between its words. A word is never broken, so that a path can be copied.</summary>
internal static class WrappedText
{
    /// <summary>The most columns of a line.</summary>
    internal const int Width = 100;

    /// <summary>The lines of a text.</summary>
    /// <param name="start">The start of the first line.</param>
    /// <param name="indent">The blanks before each further line.</param>
    internal static IEnumerable<string> Of(string start, string text, int indent)
    {
        var line = start;
        var isStarted = false;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (isStarted && DisplayWidth.Of(line) + 1 + DisplayWidth.Of(word) > Width)
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
