using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;

namespace Generator.Core.Verifying;

/// <summary>The lines of a file that were replaced in place, because its rest holds a secret.</summary>
internal static class ReplacedLines
{
    /// <summary>The lines that should be there and are not, with the lines of the same key that are there instead.</summary>
    /// <param name="edits">The replacements.</param>
    /// <param name="found">The text of the file with redacted secrets.</param>
    internal static ImmutableArray<string> Missing(ImmutableArray<LineEdit> edits, string found)
    {
        var lines = found.Split('\n');
        return
        [
            .. from edit in edits
               where lines.Count(line => line == edit.New) < edit.Count
               let instead = lines.Where(line => line != edit.New && KeyOf(line) == KeyOf(edit.New))
               from shown in instead.Select(line => $"+{line}").Prepend($"-{edit.New}")
               select shown,
        ];
    }

    private static string KeyOf(string line) => line.Split(':', 2)[0];
}
