using System.Collections.Immutable;
using Generator.Core.Diagnostics;

namespace Generator.Core.Syntax;

/// <summary>One flag of a command line, where it is written.</summary>
/// <param name="Name">The name without hyphens in front; <c>_</c> inside is read as <c>-</c>, as Kubernetes does.</param>
/// <param name="Value">The value; null for a bare switch.</param>
/// <param name="At">Where it is written.</param>
internal sealed record Flag(string Name, MappedText? Value, Location At)
{
    /// <summary>The value's text; "true" for a bare switch.</summary>
    internal string Text => Value?.Text ?? "true";

    /// <summary>The flags of a command line in order: <c>--name=value</c>, <c>--name value</c> and <c>--name</c>, also with one hyphen.</summary>
    internal static ImmutableArray<Flag> Of(CommandLine command)
    {
        var flags = ImmutableArray.CreateBuilder<Flag>();
        for (var i = 0; i < command.Arguments.Length; i++)
        {
            var argument = command.Arguments[i];
            if (!IsFlag(argument) || argument.Place is not { } place)
                continue;
            var equals = argument.Chars.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0)
                flags.Add(new Flag(NameOf(argument.Chars[..equals]), argument.Slice(equals + 1, argument.Chars.Length - equals - 1), place));
            else if (i + 1 < command.Arguments.Length && !IsFlag(command.Arguments[i + 1]))
                flags.Add(new Flag(NameOf(argument.Chars), command.Arguments[++i], place));
            else
                flags.Add(new Flag(NameOf(argument.Chars), null, place));
        }

        return flags.ToImmutable();
    }

    private static bool IsFlag(MappedText argument) => argument.Chars is ['-', not ' ', ..];

    private static string NameOf(string written) => written.TrimStart('-').Replace('_', '-');
}
