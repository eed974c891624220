using System.Collections.Immutable;
using Generator.Core.Diagnostics;

namespace Generator.Core.Syntax;

/// <summary>
/// What a unit starts: its program and arguments, with variables put in as systemd does. An EnvironmentFile= wins over Environment=, and
/// of two files the later one.
/// </summary>
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
    /// <summary>Reads the last <c>ExecStart=</c> of a unit; null where it has none.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="open">Gives the content of a file of the host; null where it was not captured.</param>
    internal static CommandLine? Of(UnitFile unit, Func<string, SourceFile?> open)
    {
        if (unit.All("Service", "ExecStart").LastOrDefault() is not { } exec)
            return null;
        var references = unit.All("Service", "EnvironmentFile").Select(EnvironmentFileReference.Of).ToImmutableArray();
        var files = references.Select(reference => open(reference.Path)).OfType<SourceFile>().Select(EnvironmentFile.Parse).ToArray();
        var inUnit = unit.All("Service", "Environment").SelectMany(entry => Words.OfExec(entry.Value)).Select(word => word.Text).ToArray();
        var words = Words.OfExec(exec.Value);
        if (words.IsEmpty)
            return null;
        var unset = ImmutableArray.CreateBuilder<(string, Location)>();
        MappedText? Variable(string name, Word word)
        {
            var value = Find(files, name) ?? Find(inUnit, name);
            if (value is null)
                unset.Add((name, word.Text.Place ?? exec.At));
            return value;
        }

        ImmutableArray<Word> arguments = [.. words.Skip(1).SelectMany(word => Expanded(word, name => Variable(name, word)))];
        return new CommandLine(WithoutPrefix(words[0].Text), arguments, references, unset.ToImmutable());
    }

    private static MappedText? Find(EnvironmentFile[] files, string name) =>
        files.Select(file => file.Find(name)).LastOrDefault(value => value is not null);

    private static MappedText? Find(MappedText[] assignments, string name) =>
        assignments.LastOrDefault(text => text.Chars.StartsWith($"{name}=", StringComparison.Ordinal)) is { } found
            ? found.Slice(name.Length + 1, found.Chars.Length - name.Length - 1)
            : null;

    // systemd.service(5): @ - : + ! before the path change how it is started.
    private static MappedText WithoutPrefix(MappedText word)
    {
        var start = word.Chars.Length - word.Chars.TrimStart('@', '-', ':', '+', '!').Length;
        return word.Slice(start, word.Chars.Length - start);
    }

    private static ImmutableArray<Word> Expanded(Word word, Func<string, MappedText?> variable)
    {
        if (IsWholeVariable(word.Text.Chars))
            return variable(word.Text.Chars[1..]) is { } value ? Words.OfVariable(value) : [];
        return [word with { Text = WithBracedVariables(word.Text, variable) }];
    }

    // $NAME as a word of its own splits; ${NAME} anywhere is put in as it is.
    private static bool IsWholeVariable(string word) =>
        word.Length > 1 && word[0] == '$' && word[1] is not ('{' or '$') && word[1..].All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

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
            // $$ and %% stand for one $ and one %.
            if (word.Chars[i] is '$' or '%' && i + 1 < word.Chars.Length && word.Chars[i + 1] == word.Chars[i])
                i++;
        }

        return result.Take();
    }
}
