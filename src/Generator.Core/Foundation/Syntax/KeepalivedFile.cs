using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>One statement of keepalived.conf.</summary>
/// <param name="Words">The words, without quotes; at least one.</param>
/// <param name="At">From its first word to its last.</param>
/// <param name="Block">The statements in its braces.</param>
internal sealed record KeepalivedStatement(ImmutableArray<string> Words, Location At, ImmutableArray<KeepalivedStatement> Block)
{
    /// <summary>The keyword.</summary>
    internal string Name => Words[0];

    /// <summary>The text after the keyword; null if there is none.</summary>
    internal string? Value => Words.Length > 1 ? Words[1] : null;

    /// <summary>This statement and all statements inside it.</summary>
    internal IEnumerable<KeepalivedStatement> All => Block.SelectMany(inner => inner.All).Prepend(this);
}

/// <summary>
/// Reads keepalived.conf as keepalived 2.2 does (keepalived.conf(5); lib/parser.c): a statement ends with its line or at a brace, a brace on
/// a line of its own belongs to the statement before it, and neither a brace nor a comment (# or !) starts inside double quotes.
/// </summary>
internal static class KeepalivedFile
{
    // A hostile file must not exhaust the stack: deeper nesting is read as if it were not nested.
    private const int MostDepth = 32;

    /// <summary>The statements of a file; a brace that is never closed ends with the file, as in keepalived.</summary>
    internal static ImmutableArray<KeepalivedStatement> Parse(SourceFile file)
    {
        var tokens = new Queue<Token>(Tokens(ByteText.Of(file.Bytes.Span)));
        var statements = ImmutableArray.CreateBuilder<KeepalivedStatement>();
        while (tokens.Count > 0)
            statements.AddRange(Block(file, tokens, depth: 0));
        return statements.ToImmutable();
    }

    private enum Mark
    {
        Word,
        LineEnd,
        Open,
        Close,
    }

    private readonly record struct Token(Mark Mark, string Text, ByteSpan Span);

    private static ImmutableArray<KeepalivedStatement> Block(SourceFile file, Queue<Token> tokens, int depth)
    {
        var statements = ImmutableArray.CreateBuilder<KeepalivedStatement>();
        var words = new List<Token>();
        // A brace can belong only to the statement right before it.
        var canOpen = false;
        void End()
        {
            if (words.Count == 0)
                return;
            statements.Add(
                new KeepalivedStatement(
                    [.. words.Select(word => word.Text)], new Location(file, new ByteSpan(words[0].Span.Start, words[^1].Span.End)), []));
            words.Clear();
            canOpen = true;
        }

        while (tokens.TryDequeue(out var token))
        {
            if (token.Mark == Mark.Word)
                words.Add(token);
            else
                End();
            if (token.Mark == Mark.Close)
                break;
            if (token.Mark != Mark.Open || depth == MostDepth)
                continue;
            var inner = Block(file, tokens, depth + 1);
            if (canOpen)
                statements[^1] = statements[^1] with { Block = inner };
            else
                statements.AddRange(inner);
            canOpen = false;
        }

        End();
        return statements.ToImmutable();
    }

    private static IEnumerable<Token> Tokens(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var span = new ByteSpan(i, i + 1);
            if (text[i] is '#' or '!')
                i = EndOfLine(text, i) - 1;
            else if (text[i] is '{' or '}' or '\n')
                yield return new Token(text[i] switch { '{' => Mark.Open, '}' => Mark.Close, _ => Mark.LineEnd }, "", span);
            else if (!char.IsWhiteSpace(text[i]))
            {
                var word = new StringBuilder();
                var end = Word(text, i, word);
                yield return new Token(Mark.Word, ByteText.Decode(word.ToString()), new ByteSpan(i, end));
                i = end - 1;
            }
        }
    }

    // A quote ends with its line at the latest; a backslash escapes the next character.
    private static int Word(string text, int start, StringBuilder word)
    {
        var isQuoted = false;
        var i = start;
        for (; i < text.Length && text[i] != '\n'; i++)
        {
            if (!isQuoted && (char.IsWhiteSpace(text[i]) || text[i] is '{' or '}' or '#' or '!'))
                break;
            if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '#' or '!' or '\\')
                word.Append(text[++i]);
            else
                word.Append(text[i]);
        }

        return i;
    }

    private static int EndOfLine(string text, int start)
    {
        var newline = text.IndexOf('\n', start);
        return newline < 0 ? text.Length : newline;
    }
}
