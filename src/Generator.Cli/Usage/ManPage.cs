using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Generator.Cli.Usage;

/// <summary>The manual page of a command, in the macros of man(7).</summary>
internal sealed class ManPage
{
    private readonly StringBuilder page = new();

    private ManPage()
    {
    }

    /// <summary>The file of a command's page.</summary>
    internal static string FileOf(Command command) => $"{CommandShape.Name(command).Replace(' ', '-')}.1";

    /// <summary>The page.</summary>
    /// <param name="version">The release, for the foot of the page.</param>
    internal static string Of(Command command, CommandText text, string version)
    {
        var man = new ManPage();
        man.Write(command, text, version);
        return man.page.ToString();
    }

    private void Write(Command command, CommandText text, string version)
    {
        var name = CommandShape.Name(command).Replace(' ', '-');
        Line($".TH {name.ToUpperInvariant()} 1 \"\" \"haplane {version}\" \"haplane\"");
        Line(".SH NAME");
        Line($"{Text(name)} \\- {Text(text.Summary)}");
        Line(".SH SYNOPSIS");
        Line($".B {Text(CommandShape.Usage(command))}");
        Details(text);
        Part("ARGUMENTS", CommandShape.Arguments(command), argument => (argument.HelpName ?? argument.Name, argument.Description));
        Part("OPTIONS", CommandShape.Options(command), option => (CommandShape.Form(option), option.Description));
        Part("COMMANDS", CommandShape.Commands(command), child => (child.Name, DocumentedCommand.Of(child).Summary));
        Part("EXAMPLES", text.Examples, example => (example.Line, example.Effect));
        Part("EXIT STATUS", CommandShape.Exits(command), exit => (exit.Code.ToString(CultureInfo.InvariantCulture), exit.Meaning));
        SeeAlso(command);
    }

    private void Details(CommandText text)
    {
        Line(".SH DESCRIPTION");
        var words = text.Details.Length > 0 ? text.Details : $"{char.ToUpperInvariant(text.Summary[0])}{text.Summary[1..]}.";
        var paragraphs = words.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(paragraph => Text(paragraph.ReplaceLineEndings(" ").Trim()));
        Line(string.Join("\n.PP\n", paragraphs));
    }

    private void Part<T>(string title, IEnumerable<T> items, Func<T, (string Name, string? Text)> describe)
    {
        var rows = items.Select(describe).ToArray();
        if (rows.Length == 0)
            return;
        Line($".SH {title}");
        foreach (var (name, text) in rows)
        {
            Line(".TP");
            Line($".B {Text(name)}");
            Line(Text(text ?? ""));
        }
    }

    private void SeeAlso(Command command)
    {
        var others = command.Parents.OfType<Command>().Concat(CommandShape.Commands(command))
            .Select(other => $"{Text(CommandShape.Name(other).Replace(' ', '-'))}(1)")
            .ToArray();
        if (others.Length == 0)
            return;
        Line(".SH SEE ALSO");
        Line(string.Join(", ", others));
    }

    // A backslash and a dash have their own meaning, and so has a dot or a quote at the start of a line.
    private static string Text(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped is ['.' or '\'', ..] ? $"\\&{escaped}" : escaped;
    }

    private void Line(string line) => page.Append(line).Append('\n');
}
