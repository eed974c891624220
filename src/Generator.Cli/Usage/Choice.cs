using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Cli.Usage;

/// <summary>Options and arguments that take one of a few words: the members of an enumeration in small letters.</summary>
internal static class Choice
{
    internal static Option<T?> Option<T>(string name, string description)
        where T : struct, Enum
    {
        var option = new Option<T?>(name)
        {
            Description = description,
            HelpName = string.Join('|', Words<T>()),
            CustomParser = result => Parse<T>(result, name),
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add(_ => Words<T>().Select(word => new CompletionItem(word)));
        return option;
    }

    internal static Argument<T?> Argument<T>(string name, string description)
        where T : struct, Enum
    {
        var argument = new Argument<T?>(name)
        {
            Description = description,
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = result => Parse<T>(result, name),
        };
        argument.CompletionSources.Clear();
        argument.CompletionSources.Add(_ => Words<T>().Select(word => new CompletionItem(word)));
        return argument;
    }

    private static string[] Words<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => value.ToString().ToLowerInvariant())];

    private static T? Parse<T>(ArgumentResult result, string name)
        where T : struct, Enum
    {
        if (result.Tokens is not [{ Value: var word }])
            return null;
        var words = Words<T>();
        if (Array.IndexOf(words, word.ToLowerInvariant()) is var at and >= 0)
            return Enum.GetValues<T>()[at];
        var guess = Suggestion.Nearest(word, words) is { } nearest ? $"; did you mean {nearest}?" : "";
        result.AddError($"{name} takes {string.Join(", ", words[..^1])} or {words[^1]}; found {word}{guess}");
        return null;
    }
}
