using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>One section of haproxy.cfg.</summary>
/// <param name="Kind">global, defaults, frontend, backend, listen, …</param>
/// <param name="Name">Its name, or empty.</param>
/// <param name="From">The defaults that it names after <c>from</c>; null if it names none.</param>
/// <param name="At">Where it starts.</param>
/// <param name="Lines">Its lines, each as words.</param>
internal sealed record HaproxySection(string Kind, string Name, string? From, Location At, ImmutableArray<HaproxyLine> Lines)
{
    /// <summary>The address on its first line, with the text after it, as releases up to 1.6 allow it; null if there is none.</summary>
    internal ImmutableArray<string>? Address { get; init; }
}

/// <summary>One line of a section.</summary>
/// <param name="Words">The words: keyword and arguments, without quotes.</param>
internal sealed record HaproxyLine(ImmutableArray<string> Words, Location At);

/// <summary>Reads haproxy.cfg (HAProxy Configuration Manual, 2.1 and 2.2): its sections as written, without the values of variables.</summary>
internal static class HaproxyFile
{
    // The words that start a section in some release up to 3.3; none of them is a keyword in another release.
    private static readonly FrozenSet<string> Sections = new[]
    {
        "global", "defaults", "frontend", "backend", "listen", "peers", "resolvers", "userlist", "cache", "program", "ring", "mailers",
        "http-errors", "fcgi-app",
        "log-forward", "log-profile", "crt-store", "traces", "acme", "namespace_list", "dynamic-update", "healthcheck",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The sections of a file; lines before the first one are ignored.</summary>
    internal static ImmutableArray<HaproxySection> Parse(SourceFile file)
    {
        var sections = ImmutableArray.CreateBuilder<HaproxySection>();
        var lines = ImmutableArray.CreateBuilder<HaproxyLine>();
        HaproxyLine? start = null;
        foreach (var line in Lines(file))
        {
            if (!Sections.Contains(line.Words[0]))
            {
                lines.Add(line);
                continue;
            }

            AddSection();
            start = line;
        }

        AddSection();
        return sections.ToImmutable();

        void AddSection()
        {
            var within = lines.DrainToImmutable();
            if (start is not null)
                sections.Add(Section(start, within));
        }
    }

    /// <summary>The non-empty lines of a file, including those that start a section.</summary>
    internal static IEnumerable<HaproxyLine> Lines(SourceFile file)
    {
        var start = 0;
        foreach (var line in ByteText.Of(file.Bytes.Span).Split('\n'))
        {
            var words = Words(line);
            var indent = line.Length - line.TrimStart(' ', '\t').Length;
            if (!words.IsEmpty)
                yield return new HaproxyLine(
                    words, new Location(file, new ByteSpan(start + indent, start + Math.Max(indent, line.TrimEnd(' ', '\t', '\r').Length))));
            start += line.Length + 1;
        }
    }

    private static HaproxySection Section(HaproxyLine start, ImmutableArray<HaproxyLine> lines) =>
        new(start.Words[0], start.Words.ElementAtOrDefault(1) ?? "", start.Words is [_, _, "from", var from, ..] ? from : null, start.At, lines)
        {
            Address = start.Words is ["listen" or "frontend", _, not "from", ..] ? [.. start.Words.Skip(2)] : null,
        };

    // White space and # end a word only outside of quotes; single quotes are literal, and elsewhere a backslash escapes the next character.
    private static ImmutableArray<string> Words(string line)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        void End()
        {
            if (isWord)
                words.Add(ByteText.Decode(word.ToString()));
            word.Clear();
            isWord = false;
        }

        for (var i = 0; i < line.Length && (quote != '\0' || line[i] != '#'); i++)
        {
            var c = line[i];
            if (quote == '\0' && (c is ' ' or '\t' or '\r'))
            {
                End();
                continue;
            }

            isWord = true;
            if (c == quote)
                quote = '\0';
            else if (quote == '\0' && (c is '"' or '\''))
                quote = c;
            else if (c == '\\' && quote != '\'' && i + 1 < line.Length)
                word.Append(line[++i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var kept => kept });
            else
                word.Append(c);
        }

        End();
        return words.ToImmutable();
    }
}
