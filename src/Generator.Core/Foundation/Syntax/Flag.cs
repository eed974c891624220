using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>One flag of a command line, with its place.</summary>
/// <param name="Name">The name without leading hyphens; <c>_</c> inside is read as <c>-</c>, as Kubernetes does.</param>
/// <param name="Value">The value; null for a bare switch.</param>
/// <param name="At">Where it is written.</param>
/// <param name="First">Its first byte, including an opening quote.</param>
/// <param name="Last">The last byte of its value, including a closing quote.</param>
internal sealed record Flag(string Name, MappedText? Value, Location At, SourceByte First, SourceByte Last)
{
    /// <summary>The value's text; "true" for a bare switch.</summary>
    internal string Text => Value?.Text ?? "true";

    /// <summary>Whether it enables something, in each of the spellings that Go accepts (strconv.ParseBool).</summary>
    internal bool IsTrue => Text is "1" or "t" or "T" or "TRUE" or "true" or "True";

    /// <summary>Whether it disables something, likewise.</summary>
    internal bool IsFalse => Text is "0" or "f" or "F" or "FALSE" or "false" or "False";

    /// <summary>Whether name and value are two words.</summary>
    internal bool IsTwoWords { get; init; }

    /// <summary>The flags of a command line in order: <c>--name=value</c>, <c>--name value</c> and <c>--name</c>, also with one hyphen.</summary>
    internal static ImmutableArray<Flag> Of(CommandLine command)
    {
        var flags = ImmutableArray.CreateBuilder<Flag>();
        for (var i = 0; i < command.Arguments.Length; i++)
        {
            var word = command.Arguments[i];
            if (!IsFlag(word) || word.Text.Place is not { } place)
                continue;
            var (chars, equals) = (word.Text.Chars, word.Text.Chars.IndexOf('=', StringComparison.Ordinal));
            if (equals >= 0)
                flags.Add(new Flag(NameOf(chars[..equals]), word.Text.Slice(equals + 1, chars.Length - equals - 1), place, word.First, word.Last));
            else if (i + 1 < command.Arguments.Length && !IsFlag(command.Arguments[i + 1]))
                flags.Add(new Flag(NameOf(chars), command.Arguments[++i].Text, place, word.First, command.Arguments[i].Last) { IsTwoWords = true });
            else
                flags.Add(new Flag(NameOf(chars), null, place, word.First, word.Last));
        }

        return flags.ToImmutable();
    }

    private static bool IsFlag(Word word) => word.Text.Chars is ['-', not ' ', ..];

    private static string NameOf(string written) => written.TrimStart('-').Replace('_', '-');
}
