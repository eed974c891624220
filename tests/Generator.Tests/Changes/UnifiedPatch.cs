using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Generator.Tests.Changes;

/// <summary>Applies a unified diff and insists on every line of its context; other tests let patch(1) do the same.</summary>
internal static partial class UnifiedPatch
{
    private const string NoNewline = "\\ No newline at end of file";

    internal static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> diff)
    {
        var old = Encoding.Latin1.GetString(before.Span).Split('\n');
        var lines = Encoding.Latin1.GetString(diff.Span).Split('\n')[2..^1];
        var after = new List<string>();
        var (at, endsBare) = (0, before.Length > 0 && before.Span[^1] != '\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Hunk().Match(lines[i]) is { Success: true } hunk)
            {
                var start = int.Parse(hunk.Groups[1].Value, CultureInfo.InvariantCulture) - (hunk.Groups[2].Value == ",0" ? 0 : 1);
                after.AddRange(old[at..start]);
                at = start;
                continue;
            }

            if (lines[i] == NoNewline)
            {
                endsBare = lines[i - 1][0] != '-';
                continue;
            }

            if (lines[i][0] is ' ' or '-')
                Assert.Equal(old[at++], lines[i][1..]);
            if (lines[i][0] is ' ' or '+')
                after.Add(lines[i][1..]);
        }

        after.AddRange(old[at..].Where((line, i) => line.Length > 0 || at + i < old.Length - 1));
        return Encoding.Latin1.GetBytes(string.Join('\n', after) + (endsBare ? "" : "\n"));
    }

    [GeneratedRegex(@"^@@ -(\d+)(,\d+)? \+")]
    private static partial Regex Hunk();
}
