using System.Collections.Immutable;
using Generator.Core.Diagnostics;

namespace Generator.Core.Syntax;

/// <summary>One section of haproxy.cfg.</summary>
/// <param name="Kind">global, defaults, frontend, backend, listen, …</param>
/// <param name="Name">Its name, or empty.</param>
/// <param name="Lines">Its lines, each as its words.</param>
internal sealed record HaproxySection(string Kind, string Name, ImmutableArray<HaproxyLine> Lines);

/// <summary>One line of a section.</summary>
/// <param name="Words">The words: keyword and arguments.</param>
/// <param name="At">Where it is.</param>
internal sealed record HaproxyLine(ImmutableArray<string> Words, Location At);

/// <summary>Reads haproxy.cfg (HAProxy Configuration Manual, 2.1): enough to say where it listens.</summary>
internal static class HaproxyFile
{
    private static readonly string[] Sections = ["global", "defaults", "frontend", "backend", "listen", "peers", "resolvers", "userlist", "cache", "program", "ring", "mailers", "http-errors"];

    /// <summary>The sections of a file; lines before the first one are passed over.</summary>
    internal static ImmutableArray<HaproxySection> Parse(SourceFile file)
    {
        var sections = ImmutableArray.CreateBuilder<HaproxySection>();
        var lines = ImmutableArray.CreateBuilder<HaproxyLine>();
        var (kind, name) = ("", "");
        foreach (var line in Lines(file).Where(line => !line.Words.IsEmpty))
        {
            if (!Sections.Contains(line.Words[0]))
            {
                lines.Add(line);
                continue;
            }

            sections.Add(new HaproxySection(kind, name, lines.DrainToImmutable()));
            (kind, name) = (line.Words[0], line.Words.ElementAtOrDefault(1) ?? "");
        }

        sections.Add(new HaproxySection(kind, name, lines.DrainToImmutable()));
        return sections.ToImmutable().RemoveAt(0);
    }

    private static IEnumerable<HaproxyLine> Lines(SourceFile file)
    {
        var start = 0;
        foreach (var line in ByteText.Of(file.Bytes.Span).Split('\n'))
        {
            var comment = line.IndexOf('#', StringComparison.Ordinal);
            var words = (comment < 0 ? line : line[..comment]).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            var indent = line.Length - line.TrimStart(' ', '\t').Length;
            yield return new HaproxyLine([.. words.Select(ByteText.Decode)], new Location(file, new ByteSpan(start + indent, start + Math.Max(indent, line.TrimEnd(' ', '\t', '\r').Length))));
            start += line.Length + 1;
        }
    }
}
