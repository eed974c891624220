using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Help;

namespace Generator.Cli.Usage;

/// <summary>A command as its help, its manual page and messages name it and its parts.</summary>
internal static class CommandShape
{
    /// <summary>Its words, such as <c>haplane bundle verify</c>.</summary>
    internal static string Name(Command command) => string.Join(' ', Line(command).Select(part => part is RootCommand ? "haplane" : part.Name));

    /// <summary>How it is called.</summary>
    internal static string Usage(Command command) => string.Join(
        ' ',
        [
            Name(command),
            .. command is RootCommand ? ["COMMAND"] : Array.Empty<string>(),
            .. Arguments(command).Select(Placeholder),
            .. command.Options.Where(option => option.Required).Select(option => $"{Shortest(option)} {Value(option)}"),
            "[OPTION...]",
        ]);

    /// <summary>The arguments that it documents.</summary>
    internal static ImmutableArray<Argument> Arguments(Command command) => [.. command.Arguments.Where(argument => !argument.Hidden)];

    /// <summary>The options that it documents: all but those that every command has.</summary>
    internal static ImmutableArray<Option> Options(Command command) =>
        [.. command.Options.Where(option => !option.Hidden && option is not (HelpOption or VersionOption))];

    /// <summary>The subcommands that it documents.</summary>
    internal static ImmutableArray<Command> Commands(Command command) => [.. command.Subcommands.Where(child => !child.Hidden)];

    /// <summary>An option with its short form and its value: <c>-o, --output DIR</c>.</summary>
    internal static string Form(Option option) => string.Join(
        ' ',
        [
            string.Join(", ", option.Aliases.Append(option.Name).Order(Comparer<string>.Create((a, b) => a.Length.CompareTo(b.Length)))),
            .. Value(option) is { Length: > 0 } value ? [value] : Array.Empty<string>(),
        ]);

    /// <summary>What stands for the value of an option; empty for a switch.</summary>
    internal static string Value(Option option) => option.Arity.MaximumNumberOfValues == 0 || option is Option<bool>
        ? ""
        : option.Arity.MinimumNumberOfValues == 0 ? $"[{option.HelpName}]" : option.HelpName ?? "VALUE";

    /// <summary>The exit codes: its own, and those that every command has.</summary>
    internal static IEnumerable<ExitMeaning> Exits(Command command) =>
        DocumentedCommand.Of(command).Exits
            .Append(new ExitMeaning(ExitCode.Misuse, "wrong command line, or a file that it names cannot be used"))
            .OrderBy(exit => exit.Code);

    private static string Shortest(Option option) => option.Aliases.Append(option.Name).MinBy(name => name.Length) ?? option.Name;

    private static string Placeholder(Argument argument)
    {
        var name = argument.HelpName ?? argument.Name;
        var all = argument.Arity.MaximumNumberOfValues > 1 ? $"{name}..." : name;
        return argument.Arity.MinimumNumberOfValues == 0 || argument.HasDefaultValue ? $"[{all}]" : all;
    }

    private static IEnumerable<Command> Line(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Line(parent).Append(command) : [command];
}
