using System.CommandLine;
using System.CommandLine.Parsing;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Cli.Usage;

/// <summary>What is wrong with a command line, and how the command is called.</summary>
internal static class Misuse
{
    // Faults that this class names in other words.
    private static readonly string[] OfOthers = ["Unrecognized command or argument", "Required command was not provided", "unknown option "];
    private static readonly string[] OfType = ["Cannot parse argument", "expects a single argument"];

    /// <summary>The lines for stderr.</summary>
    internal static IEnumerable<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var faults = Unmatched(parsed, command)
            .Concat(parsed.Errors.Where(fault => !StartsWith(fault.Message, OfOthers)).Select(fault => Message(fault, command)))
            .Distinct(StringComparer.Ordinal);
        foreach (var fault in faults)
            yield return fault.StartsWith("haplane ", StringComparison.Ordinal) ? fault : $"haplane: {fault}";
        yield return $"Usage: {CommandShape.Usage(command)}";
        yield return command is RootCommand
            ? "haplane --help lists all commands."
            : $"{CommandShape.Name(command)} --help shows its options and examples.";
    }

    private static IEnumerable<string> Unmatched(ParseResult parsed, Command command)
    {
        // An option that is not known may have been taken for an argument, and its value for another one.
        var options = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value is ['-', _, ..])
            .Select(token => token.Value)
            .ToArray();
        if (options.Length > 0)
            return options.Select(token => Unmatched(token, command));
        // After a wrong command its arguments say nothing more.
        return (command is RootCommand ? parsed.UnmatchedTokens.Take(1) : parsed.UnmatchedTokens).Select(token => Unmatched(token, command));
    }

    private static string Unmatched(string token, Command command)
    {
        var isOption = token.StartsWith('-');
        var known = isOption
            ? command.Options.Where(option => !option.Hidden).Select(option => option.Name)
            : CommandShape.Commands(command).Select(child => child.Name);
        var guess = Suggestion.Nearest(token.Split('=')[0], known) is { } nearest ? $"; did you mean {nearest}?" : "";
        return (isOption, command is RootCommand) switch
        {
            (true, _) => $"{CommandShape.Name(command)} has no option {token}{guess}",
            (false, true) => $"there is no command {token}{guess}",
            _ => $"{CommandShape.Name(command)} takes no further argument: {token}{guess}",
        };
    }

    private static string Message(ParseError fault, Command command) => fault.SymbolResult switch
    {
        OptionResult { IdentifierToken: null, Option: { Required: true } option } =>
            $"{CommandShape.Name(command)} needs {CommandShape.Form(option)}",
        OptionResult { Tokens.Count: 0, Option: var option } when option.Arity.MinimumNumberOfValues > 0 =>
            $"{option.Name} needs a value: {CommandShape.Form(option)}",
        OptionResult { Option: var option } when Contains(fault.Message, OfType) =>
            $"{option.Name} takes one {option.HelpName ?? "value"}",
        ArgumentResult { Tokens.Count: 0, Argument: var argument } => $"{CommandShape.Name(command)} needs {argument.HelpName ?? argument.Name}",
        _ => fault.Message,
    };

    private static bool StartsWith(string message, string[] starts) => starts.Any(start => message.StartsWith(start, StringComparison.Ordinal));

    private static bool Contains(string message, string[] parts) => parts.Any(part => message.Contains(part, StringComparison.Ordinal));
}
