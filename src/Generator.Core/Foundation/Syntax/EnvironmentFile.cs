using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>One assignment of an EnvironmentFile.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">The value as systemd sees it.</param>
/// <param name="At">Where the name is written.</param>
/// <param name="AfterQuote">The text after a closing quote, which still belongs to the value; null if there is none.</param>
internal sealed record Assignment(string Name, MappedText Value, Location At, Location? AfterQuote);

/// <summary>
/// A systemd EnvironmentFile, read as systemd's own parser reads it (systemd.exec(5), EnvironmentFile=; src/basic/env-file.c): a backslash
/// continues a line, in double quotes it escapes only <c>" \ ` $</c>, single quotes are literal, and <c>#</c> or <c>;</c> start a comment only
/// where a name could start. There is no expansion. A byte order mark becomes part of the first name, which is then not a valid variable.
/// </summary>
/// <param name="Assignments">The assignments in the order of the file; of equal names the last counts.</param>
internal sealed record EnvironmentFile(SourceFile File, ImmutableArray<Assignment> Assignments)
{
    private const string ByteOrderMarkText = "\uFEFF";

    private enum State
    {
        BeforeName,
        Name,
        BeforeValue,
        Value,
        ValueEscape,
        SingleQuoted,
        DoubleQuoted,
        DoubleQuotedEscape,
        Comment,
        CommentEscape,
    }

    /// <summary>Reads a file; every byte sequence can be read.</summary>
    internal static EnvironmentFile Parse(SourceFile file)
    {
        var reading = new Reading(file);
        reading.Run();
        return new EnvironmentFile(file, [.. reading.Assignments]) { Strays = [.. reading.Strays] };
    }

    /// <summary>The lines that look like arguments of the value above them.</summary>
    internal ImmutableArray<StrayLine> Strays { get; init; } = [];

    /// <summary>Whether a byte order mark is part of a variable's name.</summary>
    internal bool HasMarkedName => Assignments.Any(assignment => assignment.Name.StartsWith(ByteOrderMarkText, StringComparison.Ordinal));

    /// <summary>The file as values and the text between them.</summary>
    internal LosslessFile Tree => new(File, Assignments.Select(assignment => assignment.Value.Place?.Span).OfType<ByteSpan>());

    /// <summary>The value of a variable; null if nothing assigns it.</summary>
    internal MappedText? Find(string name) => Assignments.LastOrDefault(assignment => assignment.Name == name)?.Value;

    private sealed class Reading(SourceFile file)
    {
        private readonly MappedText.Builder name = new();
        private readonly MappedText.Builder value = new();
        private State state = State.BeforeName;

        // The length without the white space at the end of an unquoted value; quoted white space always counts.
        private int solidLength;
        private bool wasQuoted;
        private Location? afterQuote;

        internal List<Assignment> Assignments { get; } = [];

        internal List<StrayLine> Strays { get; } = [];

        internal void Run()
        {
            var text = ByteText.Of(file.Bytes.Span);
            for (var i = 0; i < text.Length; i++)
                state = Step(text[i], new SourceByte(file, i));
            if (state is not (State.BeforeName or State.Name or State.Comment or State.CommentEscape))
                Finish();
        }

        private State Step(char c, SourceByte at) => state switch
        {
            State.BeforeName => IsComment(c) ? State.Comment : IsBlank(c) ? State.BeforeName : Name(c, at),
            State.Name => IsNewline(c) ? Dropped() : c == '=' ? State.BeforeValue : Name(c, at),
            State.BeforeValue => BeforeValue(c, at),
            State.Value => IsNewline(c) ? Finish() : c == '\\' ? Escaping() : Unquoted(c, at),
            State.ValueEscape => IsNewline(c) ? State.Value : Solid(c, at, State.Value),
            State.SingleQuoted => c == '\'' ? Closed() : Solid(c, at, State.SingleQuoted),
            State.DoubleQuoted => c switch
            {
                '"' => Closed(),
                '\\' => State.DoubleQuotedEscape,
                _ => Solid(c, at, State.DoubleQuoted),
            },
            State.DoubleQuotedEscape => DoubleQuotedEscape(c, at),
            State.Comment => c == '\\' ? State.CommentEscape : IsNewline(c) ? State.BeforeName : State.Comment,
            _ => State.Comment,
        };

        private State BeforeValue(char c, SourceByte at) => c switch
        {
            '\n' or '\r' => Finish(),
            '\'' => State.SingleQuoted,
            '"' => State.DoubleQuoted,
            '\\' => EscapingAfterQuote(at),
            _ => IsBlank(c) ? State.BeforeValue : Unquoted(c, at),
        };

        private State DoubleQuotedEscape(char c, SourceByte at)
        {
            if (c == '\n')
                return State.DoubleQuoted;
            if (!"\"\\`$".Contains(c, StringComparison.Ordinal))
                Solid('\\', at with { Offset = at.Offset - 1 }, State.DoubleQuoted);
            return Solid(c, at, State.DoubleQuoted);
        }

        private State Name(char c, SourceByte at)
        {
            name.Add(c, at);
            return State.Name;
        }

        // White space before a backslash is in the middle of the value, whatever follows.
        private State Escaping()
        {
            solidLength = value.Length;
            return State.ValueEscape;
        }

        private State EscapingAfterQuote(SourceByte at)
        {
            if (wasQuoted)
                afterQuote ??= new Location(at.File, new ByteSpan(at.Offset, at.Offset + 1));
            return State.ValueEscape;
        }

        private State Closed()
        {
            wasQuoted = true;
            return State.BeforeValue;
        }

        private State Unquoted(char c, SourceByte at)
        {
            if (wasQuoted)
                afterQuote ??= new Location(at.File, new ByteSpan(at.Offset, at.Offset + 1));
            value.Add(c, at);
            if (!IsBlank(c))
                solidLength = value.Length;
            return State.Value;
        }

        private State Solid(char c, SourceByte at, State next)
        {
            value.Add(c, at);
            solidLength = value.Length;
            return next;
        }

        private State Dropped()
        {
            Stray(name.Take());
            return State.BeforeName;
        }

        private State Finish()
        {
            value.Truncate(solidLength);
            solidLength = 0;
            var key = name.Take();
            Stray(key);
            var place = key.Place ?? Location.StartOf(file);
            Assignments.Add(new Assignment(key.Text.TrimEnd(' ', '\t'), value.Take(), place, afterQuote));
            (wasQuoted, afterQuote) = (false, null);
            return State.BeforeName;
        }

        private void Stray(MappedText line)
        {
            if (StrayLine.IsOne(line.Chars))
                Strays.Add(new StrayLine(Assignments.LastOrDefault(assignment => !StrayLine.IsOne(assignment.Name))?.Value, line));
        }

        private static bool IsComment(char c) => c is '#' or ';';

        private static bool IsNewline(char c) => c is '\n' or '\r';

        private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r';
    }
}
