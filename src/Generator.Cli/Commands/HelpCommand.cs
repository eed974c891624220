using System.CommandLine;
using Generator.Cli.Usage;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Cli.Commands;

/// <summary><c>haplane help</c>, for those who know it from other programs; <c>--help</c> is what is documented.</summary>
internal static class HelpCommand
{
    internal static Command New(RootCommand root, CommandText ofProgram)
    {
        var names = new Argument<string[]>("COMMAND") { Arity = ArgumentArity.ZeroOrMore };
        names.CompletionSources.Add(_ => CommandShape.Commands(root).Select(child => new System.CommandLine.Completions.CompletionItem(child.Name)));
        var command = new DocumentedCommand("help", new CommandText("show the help of a command")) { names };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            Command asked = root;
            foreach (var name in parsed.GetValue(names) ?? [])
                asked = Find(asked, name);
            parsed.InvocationConfiguration.Output.Write(HelpPage.Of(asked, asked is RootCommand ? ofProgram : DocumentedCommand.Of(asked)));
            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Find(Command parent, string name)
    {
        var known = CommandShape.Commands(parent);
        if (known.FirstOrDefault(child => child.Name == name) is { } found)
            return found;
        var guess = Suggestion.Nearest(name, known.Select(child => child.Name)) is { } nearest ? $"; did you mean {nearest}?" : "";
        throw new MisuseException($"{CommandShape.Name(parent)} has no command {name}{guess}");
    }
}
