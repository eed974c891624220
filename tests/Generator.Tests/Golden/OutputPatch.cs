using System.Collections.Immutable;
using System.Text;

namespace Generator.Tests.Golden;

/// <summary>
/// How the output of a case differs from the output of the case that it is built on. A line <c>=== PATH</c> begins the hunks of a file;
/// <c>(like PATH)</c> behind it names another file that the new one is made from, <c>(new)</c> one that is there in full, <c>(removed)</c> one that
/// is gone.
/// </summary>
internal static class OutputPatch
{
    private const string FileStart = "=== ";
    private const string New = " (new)";
    private const string Removed = " (removed)";
    private const string Like = " (like ";

    // How many times as long as the whole file a patch of it may be.
    private const int LongestPatch = 2;

    internal static string Between(ImmutableSortedDictionary<string, string> old, ImmutableSortedDictionary<string, string> now)
    {
        var text = new StringBuilder();
        foreach (var path in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            if (!now.TryGetValue(path, out var wanted))
                text.Append($"{FileStart}{path}{Removed}\n");
            else if (old.GetValueOrDefault(path) != wanted)
                text.Append(Shortest(old, path, wanted));
        }

        return text.ToString();
    }

    internal static ImmutableSortedDictionary<string, string> Apply(ImmutableSortedDictionary<string, string> old, string patch)
    {
        var now = old.ToBuilder();
        foreach (var file in patch.Split('\n' + FileStart).Where(file => file.Length > 0))
        {
            var lines = file.TrimEnd('\n').Split('\n');
            var (path, source) = Header(lines[0].StartsWith(FileStart, StringComparison.Ordinal) ? lines[0][FileStart.Length..] : lines[0]);
            if (lines[0].EndsWith(Removed, StringComparison.Ordinal))
                now.Remove(path);
            else
                now[path] = string.Join(
                    '\n', source is null ? lines.Skip(1).Select(line => line[1..]) : LinePatch.Apply(Lines(old, source), lines.Skip(1)));
        }

        return now.ToImmutable();
    }

    private static (string Path, string? Source) Header(string header) => header switch
    {
        _ when header.EndsWith(Removed, StringComparison.Ordinal) => (header[..^Removed.Length], null),
        _ when header.EndsWith(New, StringComparison.Ordinal) => (header[..^New.Length], null),
        _ when header.IndexOf(Like, StringComparison.Ordinal) is > 0 and var at => (header[..at], header[(at + Like.Length)..^1]),
        _ => (header, header),
    };

    private static string[] Lines(ImmutableSortedDictionary<string, string> files, string path) =>
        files.TryGetValue(path, out var text)
            ? text.Split('\n')
            : throw new InvalidDataException($"the patch names {path}, which the output it is built on does not have");

    // The file before, else the file of another host that makes the fewest lines. The whole file only where it is much shorter: it changes
    // with every line that the two have in common.
    private static string Shortest(ImmutableSortedDictionary<string, string> old, string path, string wanted)
    {
        var now = wanted.Split('\n');
        var sources = old.ContainsKey(path) ? [path] : Alike(old.Keys, path);
        var whole = $"{FileStart}{path}{New}\n{string.Concat(now.Select(line => $"+{line}\n"))}";
        var patch = sources
            .Select(source => $"{FileStart}{path}{(source == path ? "" : $"{Like}{source})")}\n{Hunks(Lines(old, source), now)}")
            .MinBy(LengthOf);
        return patch is not null && LengthOf(patch) <= LengthOf(whole) * LongestPatch ? patch : whole;
    }

    private static string Hunks(string[] old, string[] now) => string.Concat(LinePatch.Between(old, now).Select(line => $"{line}\n"));

    private static int LengthOf(string text) => text.Count(symbol => symbol == '\n');

    // Files of the same kind of other hosts, else files with the same ending.
    private static IEnumerable<string> Alike(IEnumerable<string> others, string path)
    {
        var candidates = others.Where(other => FolderOf(other) == FolderOf(path) && Path.GetExtension(other) == Path.GetExtension(path)).ToArray();
        var same = candidates.Where(other => Kind(other) == Kind(path)).ToArray();
        return same.Length > 0 ? same : candidates;
    }

    private static string FolderOf(string path) => path.Split('/')[0];

    // The path without the name of its host: hosts/NAME.plan, hosts/NAME/…, diffs/NAME/…, originals/NAME/….
    private static string Kind(string path) => path.Split('/') switch
    {
        ["hosts", var plan] => $"hosts/{Path.GetExtension(plan)}",
        ["hosts" or "diffs" or "originals", _, ..] parts => $"{parts[0]}/{string.Join('/', parts[2..])}",
        _ => path,
    };
}
