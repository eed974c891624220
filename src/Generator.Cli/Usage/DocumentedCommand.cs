using System.CommandLine;

namespace Generator.Cli.Usage;

/// <summary>A command with its help.</summary>
internal sealed class DocumentedCommand(string name, CommandText text) : Command(name, text.Summary)
{
    internal CommandText Text => text;

    /// <summary>The text of any command.</summary>
    internal static CommandText Of(Command command) =>
        command is DocumentedCommand documented ? documented.Text : new CommandText(command.Description ?? "");
}
