using System.Collections.Immutable;
using Generator.Core.Diagnostics;

namespace Generator.Core.Syntax;

/// <summary>One statement of keepalived.conf.</summary>
/// <param name="Words">The words.</param>
/// <param name="At">Where its first word is.</param>
/// <param name="Block">What stands in its braces.</param>
internal sealed record KeepalivedStatement(ImmutableArray<string> Words, Location At, ImmutableArray<KeepalivedStatement> Block)
{
    /// <summary>The statements anywhere inside whose first word is this one, itself included.</summary>
    internal IEnumerable<KeepalivedStatement> Find(string word) =>
        Block.SelectMany(inner => inner.Find(word)).Concat(Words is [var first, ..] && first == word ? [this] : []);
}

/// <summary>Reads keepalived.conf (keepalived.conf(5)): a statement a line, blocks in braces, comments from # or !.</summary>
internal static class KeepalivedFile
{
    // A hostile file must not exhaust the stack: what nests deeper is read as if it did not.
    private const int MostDepth = 32;

    /// <summary>The statements of a file; a brace that is never closed ends with the file, as keepalived has it.</summary>
    internal static ImmutableArray<KeepalivedStatement> Parse(SourceFile file)
    {
        var lines = new Queue<(string[] Words, Location At)>(Lines(file).SelectMany(Parts).Where(line => line.Words.Length > 0));
        var statements = ImmutableArray.CreateBuilder<KeepalivedStatement>();
        while (lines.Count > 0)
            statements.AddRange(Block(lines, depth: 0));
        return statements.ToImmutable();
    }

    private static ImmutableArray<KeepalivedStatement> Block(Queue<(string[] Words, Location At)> lines, int depth)
    {
        var statements = ImmutableArray.CreateBuilder<KeepalivedStatement>();
        while (lines.TryDequeue(out var line))
        {
            if (line.Words is ["}", ..])
                break;
            var opens = line.Words[^1] == "{";
            var words = opens ? line.Words[..^1] : line.Words;
            statements.Add(new KeepalivedStatement([.. words], line.At, opens && depth < MostDepth ? Block(lines, depth + 1) : []));
        }

        return statements.ToImmutable();
    }

    // A closing brace ends a block wherever it stands: "} }" ends two.
    private static IEnumerable<(string[] Words, Location At)> Parts((string[] Words, Location At) line)
    {
        var rest = line.Words.AsMemory();
        for (var close = Array.IndexOf(line.Words, "}"); close >= 0; close = rest.Span.IndexOf("}"))
        {
            yield return (rest[..close].ToArray(), line.At);
            yield return (["}"], line.At);
            rest = rest[(close + 1)..];
        }

        yield return (rest.ToArray(), line.At);
    }

    private static IEnumerable<(string[] Words, Location At)> Lines(SourceFile file)
    {
        var start = 0;
        foreach (var line in ByteText.Of(file.Bytes.Span).Split('\n'))
        {
            var comment = line.AsSpan().IndexOfAny('#', '!');
            var text = comment < 0 ? line : line[..comment];
            var words = text.Replace("{", " { ", StringComparison.Ordinal).Replace("}", " } ", StringComparison.Ordinal)
                .Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries)
                .Select(ByteText.Decode)
                .ToArray();
            var indent = line.Length - line.TrimStart(' ', '\t').Length;
            yield return (words, new Location(file, new ByteSpan(start + indent, start + Math.Max(indent, line.TrimEnd(' ', '\t', '\r').Length))));
            start += line.Length + 1;
        }
    }
}
