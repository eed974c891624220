using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>The command of a unit: its program and arguments, with specifiers and variables replaced as systemd does.</summary>
/// <param name="Program">The program's path.</param>
/// <param name="Arguments">The arguments after it.</param>
/// <param name="EnvironmentFiles">The EnvironmentFiles that the unit names, in order.</param>
/// <param name="Unset">The variables that it uses and nothing sets.</param>
internal sealed record CommandLine(
    MappedText Program,
    ImmutableArray<Word> Arguments,
    ImmutableArray<EnvironmentFileReference> EnvironmentFiles,
    ImmutableArray<(string Name, Location At)> Unset)
{
    private static readonly char[] Prefixes = ['@', '-', ':', '+', '!'];

    /// <summary>The variables that only <c>PassEnvironment=</c> sets: their values are in no file.</summary>
    internal ImmutableArray<(string Name, Location At)> PassedOn { get; init; } = [];

    /// <summary>The program that starts this one without changing its arguments, such as <c>nice</c>; null if systemd starts it itself.</summary>
    internal MappedText? Wrapper { get; init; }

    /// <summary>Reads the last <c>ExecStart=</c> of a unit; null if it has none.</summary>
    /// <param name="unitName">The unit's full name.</param>
    /// <param name="host">The host that it is read for.</param>
    internal static CommandLine? Of(UnitFile unit, string unitName, HostView host)
    {
        var specifiers = new Specifiers(unitName, host.Name);
        return unit.All("Service", "ExecStart").LastOrDefault() is { } exec && Words.OfExec(exec.Value) is [var first, .. var others]
            ? Of(
                exec,
                first,
                [.. others.Select(word => word with { Text = specifiers.Apply(word.Text) })],
                specifiers,
                ServiceEnvironment.Of(unit, specifiers, host))
            : null;
    }

    private static CommandLine Of(UnitEntry exec, Word first, ImmutableArray<Word> words, Specifiers specifiers, ServiceEnvironment environment)
    {
        // systemd.service(5): with @ the second word is the name that the program sees; with : variables are not replaced.
        var prefix = first.Text.Chars[..^first.Text.Chars.TrimStart(Prefixes).Length];
        var given = prefix.Contains('@', StringComparison.Ordinal) ? words.Skip(1) : words;
        var missing = ImmutableArray.CreateBuilder<(string Name, Location At)>();
        MappedText? Variable(string name, Word word)
        {
            var value = environment.Find(name);
            if (value is null)
                missing.Add((name, word.Text.Place ?? exec.At));
            return value;
        }

        ImmutableArray<Word> arguments = prefix.Contains(':', StringComparison.Ordinal)
            ? [.. given]
            : [.. given.SelectMany(word => Expanded(word, name => Variable(name, word)))];
        return new CommandLine(
            specifiers.Apply(first.Text.Slice(prefix.Length, first.Text.Chars.Length - prefix.Length)),
            arguments,
            environment.Files,
            [.. missing.Where(variable => !environment.IsPassedOn(variable.Name))])
        {
            PassedOn = [.. missing.Where(variable => environment.IsPassedOn(variable.Name))],
        };
    }

    private static ImmutableArray<Word> Expanded(Word word, Func<string, MappedText?> variable)
    {
        if (IsWholeVariable(word.Text.Chars))
            return variable(word.Text.Chars[1..]) is { } value ? Words.OfVariable(value) : [];
        return [word with { Text = WithBracedVariables(word.Text, variable) }];
    }

    // $NAME as a separate word is split, whatever follows the dollar sign; ${NAME} anywhere is inserted unchanged.
    private static bool IsWholeVariable(string word) => word is ['$'] or ['$', not ('{' or '$'), ..];

    private static MappedText WithBracedVariables(MappedText word, Func<string, MappedText?> variable)
    {
        var result = new MappedText.Builder();
        for (var i = 0; i < word.Chars.Length; i++)
        {
            var end = word.Chars.AsSpan(i).StartsWith("${", StringComparison.Ordinal) ? word.Chars.IndexOf('}', i) : -1;
            if (end > 0)
            {
                if (variable(word.Chars[(i + 2)..end]) is { } value)
                    result.Add(value);
                i = end;
                continue;
            }

            result.Add(word.Chars[i], word.Origins[i]);
            // $$ stands for one $.
            if (word.Chars[i] == '$' && i + 1 < word.Chars.Length && word.Chars[i + 1] == '$')
                i++;
        }

        return result.Take();
    }
}
