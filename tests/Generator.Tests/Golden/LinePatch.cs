using DiffPlex;

namespace Generator.Tests.Golden;

/// <summary>
/// What turns one list of lines into another, in hunks. <c>@@</c> begins a hunk, a blank marks a line that stays, <c>-</c> one that goes and
/// <c>+</c> one that comes. A hunk has no line numbers: it applies at the first place, after the one before it, where its old lines are. So
/// a change elsewhere in the old lines leaves a patch as it is.
/// </summary>
internal static class LinePatch
{
    private const string HunkStart = "@@";

    internal static IEnumerable<string> Between(string[] old, string[] now)
    {
        // DiffPlex treats an empty text as one without lines, so both begin with a line that is the same.
        var diff = Differ.Instance.CreateDiffs(Text(old), Text(now), ignoreWhiteSpace: false, ignoreCase: false, new NewlineChunker());
        var from = 0;
        foreach (var block in diff.DiffBlocks)
        {
            var (start, added) = (block.DeleteStartA - 1, block.InsertStartB - 1);
            var removed = old[start..(start + block.DeleteCountA)];
            var context = ContextOf(old, from, start, removed);
            yield return HunkStart;
            foreach (var line in context)
                yield return " " + line;
            foreach (var line in removed)
                yield return "-" + line;
            foreach (var line in now[added..(added + block.InsertCountB)])
                yield return "+" + line;
            from = start + block.DeleteCountA;
        }
    }

    /// <summary>Applies a patch; an old line that is not there is an InvalidDataException.</summary>
    internal static string[] Apply(string[] old, IEnumerable<string> patch)
    {
        var (result, from) = (new List<string>(), 0);
        foreach (var hunk in Hunks(patch))
        {
            var wanted = hunk.Where(line => line[0] != '+').Select(line => line[1..]).ToArray();
            var at = Find(old, from, wanted);
            if (at < 0)
                throw new InvalidDataException($"these lines are not where the patch expects them:\n{string.Join('\n', hunk)}");
            result.AddRange(old[from..at]);
            result.AddRange(hunk.Where(line => line[0] != '-').Select(line => line[1..]));
            from = at + wanted.Length;
        }

        return [.. result, .. old[from..]];
    }

    private static string Text(string[] lines) => string.Concat(lines.Select(line => $"\n{line}"));

    // As few lines before the change as find its place.
    private static string[] ContextOf(string[] old, int from, int at, string[] removed)
    {
        var length = 0;
        while (Find(old, from, [.. old[(at - length)..at], .. removed]) != at - length)
            length++;
        return old[(at - length)..at];
    }

    private static int Find(string[] old, int from, string[] wanted)
    {
        for (var at = from; at + wanted.Length <= old.Length; at++)
        {
            if (old.AsSpan(at, wanted.Length).SequenceEqual(wanted))
                return at;
        }

        return -1;
    }

    private static IEnumerable<List<string>> Hunks(IEnumerable<string> patch)
    {
        List<string>? hunk = null;
        foreach (var line in patch)
        {
            if (line != HunkStart)
            {
                (hunk ?? throw new InvalidDataException($"a patch begins with {HunkStart}, not with: {line}")).Add(line);
                continue;
            }

            if (hunk is not null)
                yield return hunk;
            hunk = [];
        }

        if (hunk is not null)
            yield return hunk;
    }

    // A final newline leaves an empty last line, so that a text without one differs.
    private sealed class NewlineChunker : IChunker
    {
        public IReadOnlyList<string> Chunk(string text) => text.Split('\n');
    }
}
