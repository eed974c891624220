using System.Collections.Immutable;
using System.Text;
using Generator.Core.Diagnostics;

namespace Generator.Core.Syntax;

/// <summary>One directive of nginx.conf.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments, without quotes.</param>
/// <param name="Block">What stands in its braces; empty for a simple directive.</param>
internal sealed record NginxDirective(string Name, ImmutableArray<string> Arguments, ImmutableArray<NginxDirective> Block)
{
    /// <summary>This directive and everything inside it.</summary>
    internal IEnumerable<NginxDirective> All => Block.SelectMany(inner => inner.All).Prepend(this);
}

/// <summary>Reads nginx.conf (nginx.org, "Beginner's Guide", configuration file's structure): enough to say what a file serves.</summary>
internal static class NginxFile
{
    // nginx itself nests http, server, location and if: nobody needs more, and a hostile file must not exhaust the stack.
    private const int MostDepth = 32;

    /// <summary>The directives of a file; null where its braces or quotes do not close, or nest too deep.</summary>
    internal static ImmutableArray<NginxDirective>? Parse(SourceFile file)
    {
        var tokens = new Queue<string>();
        if (!Tokenize(file.Text, tokens))
            return null;
        var directives = Block(tokens, depth: 0);
        return tokens.Count == 0 ? directives : null;
    }

    private static ImmutableArray<NginxDirective>? Block(Queue<string> tokens, int depth)
    {
        if (depth > MostDepth)
            return null;
        var isOuter = depth == 0;
        var directives = ImmutableArray.CreateBuilder<NginxDirective>();
        var words = new List<string>();
        while (tokens.TryDequeue(out var token))
        {
            if (token == "}")
                return isOuter || words.Count > 0 ? null : directives.ToImmutable();
            if (token is not ("{" or ";"))
            {
                words.Add(token);
                continue;
            }

            var inner = token == "{" ? Block(tokens, depth + 1) : [];
            if (inner is null || words.Count == 0)
                return null;
            directives.Add(new NginxDirective(words[0], [.. words.Skip(1)], inner.Value));
            words.Clear();
        }

        return isOuter && words.Count == 0 ? directives.ToImmutable() : null;
    }

    private static bool Tokenize(string text, Queue<string> tokens)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '#')
                i = EndOfLine(text, i);
            else if (c is '{' or '}' or ';')
                tokens.Enqueue(c.ToString());
            else if (c is '"' or '\'')
            {
                var end = Closing(text, i);
                if (end < 0)
                    return false;
                tokens.Enqueue(text[(i + 1)..end]);
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
    private static int Word(string text, int start, Queue<string> tokens)
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

        tokens.Enqueue(word.ToString());
        return i - 1;
    }
}
