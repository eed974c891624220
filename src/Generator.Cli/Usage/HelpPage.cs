using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Cli.Usage;

/// <summary>The help of a command, for a terminal of 80 columns.</summary>
internal sealed class HelpPage
{
    private const int Width = 80;
    private const int Column = 24;

    private readonly StringBuilder page = new();

    private HelpPage()
    {
    }

    /// <summary>The help.</summary>
    internal static string Of(Command command, CommandText text)
    {
        var help = new HelpPage();
        help.Write(command, text);
        return help.page.ToString();
    }

    /// <summary>Takes the place of the library's own help.</summary>
    internal static void Replace(RootCommand root, CommandText text)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Description = "Show the help of a command.";
            help.Action = new Action(text);
        }
    }

    /// <summary>What to do first, for a person who has typed the program's name alone.</summary>
    internal static string FirstSteps(CommandText text)
    {
        var help = new HelpPage();
        help.Line($"haplane: {text.Summary}");
        help.Examples("Start with", text);
        help.Line("");
        help.Line("haplane --help lists all commands.");
        return help.page.ToString();
    }

    private void Write(Command command, CommandText text)
    {
        Line($"{CommandShape.Name(command)}: {text.Summary}");
        Line("");
        Line($"Usage: {CommandShape.Usage(command)}");
        foreach (var paragraph in text.Details.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            Line("");
            Wrapped("", paragraph.ReplaceLineEndings(" "), 0);
        }

        Commands(command);
        Part("Arguments", CommandShape.Arguments(command), argument => (argument.HelpName ?? argument.Name, argument.Description));
        Part("Options", CommandShape.Options(command), option => (CommandShape.Form(option), option.Description));
        Examples(command is RootCommand ? "Start with" : "Examples", text);
        if (command is RootCommand)
        {
            Line("");
            Line("haplane COMMAND --help shows the options and the examples of a command.");
            return;
        }

        Part("Exit codes", CommandShape.Exits(command), exit => (exit.Code.ToString(CultureInfo.InvariantCulture), exit.Meaning), column: 6);
    }

    private void Commands(Command command)
    {
        foreach (var group in CommandShape.Commands(command).GroupBy(child => DocumentedCommand.Of(child).Group, StringComparer.Ordinal))
            Part(group.Key.Length > 0 ? group.Key : "Commands", group, child => (child.Name, DocumentedCommand.Of(child).Summary), column: 14);
    }

    private void Examples(string title, CommandText text)
    {
        if (text.Examples.IsEmpty)
            return;
        Line("");
        Line($"{title}:");
        foreach (var (line, effect) in text.Examples)
        {
            Line($"  {line}");
            Wrapped("      ", effect, 6);
        }
    }

    private void Part<T>(string title, IEnumerable<T> items, Func<T, (string Name, string? Text)> describe, int column = Column)
    {
        var rows = items.Select(describe).ToArray();
        if (rows.Length == 0)
            return;
        Line("");
        Line($"{title}:");
        foreach (var (name, text) in rows)
        {
            var isLong = name.Length + 4 > column;
            if (isLong)
                Line($"  {name}");
            Wrapped(isLong ? new string(' ', column) : $"  {name}".PadRight(column), text ?? "", column);
        }
    }

    private void Wrapped(string start, string text, int indent)
    {
        foreach (var line in WrappedText.Of(start, text, indent, Width))
            Line(line);
    }

    private void Line(string line) => page.Append(line).Append('\n');

    /// <summary>Prints the help of the command that was asked about.</summary>
    private sealed class Action(CommandText ofProgram) : SynchronousCommandLineAction
    {
        // Help is asked for where arguments are not known yet.
        /// <inheritdoc/>
        public override bool ClearsParseErrors => true;

        /// <inheritdoc/>
        public override int Invoke(ParseResult parseResult)
        {
            var command = parseResult.CommandResult.Command;
            parseResult.InvocationConfiguration.Output.Write(Of(command, command is RootCommand ? ofProgram : DocumentedCommand.Of(command)));
            return ExitCode.Fine;
        }
    }
}
