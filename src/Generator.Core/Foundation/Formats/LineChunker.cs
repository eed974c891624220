using DiffPlex;

namespace Generator.Core.Foundation.Formats;

/// <summary>Splits a text after every newline only, as patch(1) and git do: a carriage return belongs to its line.</summary>
internal sealed class LineChunker : IChunker
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Chunk(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var newline = text.IndexOf('\n', start);
            var end = newline < 0 ? text.Length : newline + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
