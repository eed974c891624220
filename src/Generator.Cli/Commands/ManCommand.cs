using System.CommandLine;
using Generator.Cli.Usage;

namespace Generator.Cli.Commands;

/// <summary><c>haplane man</c>: writes the manual pages, for a package.</summary>
internal static class ManCommand
{
    private static readonly CommandText Text = new("write the manual pages into a folder, one for each command")
    {
        Group = "Look up",
        Examples = [new("haplane man man1", "then, for one of them: man man1/haplane-apply.1")],
        Exits = [new(ExitCode.Fine, "written")],
    };

    internal static Command New(RootCommand root, CommandText ofProgram)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to write. Pages in it are replaced." };
        folder.Validators.Add(GivenPath.RefuseEmpty);
        folder.Validators.Add(GivenPath.RefuseOption);
        var command = new DocumentedCommand("man", Text) { folder };
        command.SetAction(parsed =>
        {
            var target = parsed.GetValue(folder) ?? "";
            Directory.CreateDirectory(target);
            Write(target, root, ofProgram);
            foreach (var child in CommandShape.Commands(root).SelectMany(one => CommandShape.Commands(one).Prepend(one)))
                Write(target, child, DocumentedCommand.Of(child));
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Write(string folder, Command command, CommandText text) =>
        File.WriteAllText(Path.Combine(folder, ManPage.FileOf(command)), ManPage.Of(command, text, ProgramVersion.Text));
}
