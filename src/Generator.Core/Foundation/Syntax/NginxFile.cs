using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>One directive of nginx.conf.</summary>
/// <param name="Arguments">Its arguments, without quotes.</param>
/// <param name="At">Where its name is.</param>
/// <param name="Block">The directives in its braces; empty for a simple directive.</param>
internal sealed record NginxDirective(string Name, ImmutableArray<string> Arguments, Location At, ImmutableArray<NginxDirective> Block)
{
    /// <summary>This directive and all directives inside it.</summary>
    internal IEnumerable<NginxDirective> All => Block.SelectMany(inner => inner.All).Prepend(this);
}

/// <summary>Reads nginx.conf (nginx.org, "Beginner's Guide", configuration file's structure), as far as needed to know what it serves.</summary>
internal static class NginxFile
{
    // nginx itself nests http, server, location and if. No file needs more, and a hostile one must not exhaust the stack.
    private const int MostDepth = 32;

    /// <summary>The directives of a file; null if its braces or quotes do not close, or nest too deep.</summary>
    internal static ImmutableArray<NginxDirective>? Parse(SourceFile file)
    {
        var tokens = new Queue<Token>();
        if (!Tokenize(ByteText.Of(file.Bytes.Span), tokens))
            return null;
        var directives = Block(file, tokens, depth: 0);
        return tokens.Count == 0 ? directives : null;
    }

    // Braces and semicolons are separate tokens, unless they are in quotes.
    private readonly record struct Token(string Text, int Start, bool IsQuoted)
    {
        internal bool Is(string mark) => Text == mark && !IsQuoted;
    }

    private static ImmutableArray<NginxDirective>? Block(SourceFile file, Queue<Token> tokens, int depth)
    {
        if (depth > MostDepth)
            return null;
        var isOuter = depth == 0;
        var directives = ImmutableArray.CreateBuilder<NginxDirective>();
        var words = new List<Token>();
        while (tokens.TryDequeue(out var token))
        {
            if (token.Is("}"))
                return isOuter || words.Count > 0 ? null : directives.ToImmutable();
            if (!token.Is("{") && !token.Is(";"))
            {
                words.Add(token);
                continue;
            }

            var inner = token.Is("{") ? Block(file, tokens, depth + 1) : [];
            if (inner is null || words.Count == 0)
                return null;
            directives.Add(New(file, words, inner.Value));
            words.Clear();
        }

        return isOuter && words.Count == 0 ? directives.ToImmutable() : null;
    }

    private static NginxDirective New(SourceFile file, List<Token> words, ImmutableArray<NginxDirective> block)
    {
        var name = words[0];
        var at = new Location(file, new ByteSpan(name.Start, name.Start + name.Text.Length));
        return new NginxDirective(ByteText.Decode(name.Text), [.. words.Skip(1).Select(word => ByteText.Decode(word.Text))], at, block);
    }

    private static bool Tokenize(string text, Queue<Token> tokens)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '#')
                i = EndOfLine(text, i);
            else if (c is '{' or '}' or ';')
                tokens.Enqueue(new Token(c.ToString(), i, IsQuoted: false));
            else if (c is '"' or '\'')
            {
                var end = Closing(text, i);
                if (end < 0)
                    return false;
                tokens.Enqueue(new Token(text[(i + 1)..end], i + 1, IsQuoted: true));
                i = end;
            }
            else if (!char.IsWhiteSpace(c))
            {
                i = Word(text, i, tokens);
            }
        }

        return true;
    }

    private static int EndOfLine(string text, int start)
    {
        var newline = text.IndexOf('\n', start);
        return newline < 0 ? text.Length : newline;
    }

    private static int Closing(string text, int quote)
    {
        for (var i = quote + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == text[quote])
                return i;
        }

        return -1;
    }

    // A word ends before white space, a semicolon or a brace; ${name} and an escaped character belong to it.
    private static int Word(string text, int start, Queue<Token> tokens)
    {
        var word = new StringBuilder();
        var i = start;
        for (; i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not (';' or '{' or '}'); i++)
        {
            var end = text.AsSpan(i).StartsWith("${", StringComparison.Ordinal) ? text.IndexOf('}', i) : -1;
            var taken = end > 0 ? end - i + 1 : text[i] == '\\' && i + 1 < text.Length ? 2 : 1;
            word.Append(text, i, taken);
            i += taken - 1;
        }

        tokens.Enqueue(new Token(word.ToString(), start, IsQuoted: false));
        return i - 1;
    }
}
