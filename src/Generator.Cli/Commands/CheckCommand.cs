using System.CommandLine;
using Generator.Cli.Folders;
using Generator.Core;

namespace Generator.Cli.Commands;

/// <summary><c>haplane check</c>.</summary>
internal static class CheckCommand
{
    internal static Command New()
    {
        var path = PathArgument.New();
        var strict = new Option<bool>("--strict") { Description = "Fail on warnings too; waived findings never fail." };
        var command = new Command(
            "check",
            "Validates a topology and its originals, offline. Every fault is shown with its place and what to do. Writes nothing. Exit code: 0 fine, 1 errors, 64 misuse.")
        {
            path,
            strict,
        };
        command.SetAction(parsed => Run(
            InputFolder.At(parsed.GetValue(path) ?? "."),
            parsed.GetValue(strict),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(InputFolder folder, bool strict, TextWriter output, TextWriter error)
    {
        var outcome = Compiler.Compile(folder.Read());
        var tally = Report.Write(outcome.Findings, folder, error);
        output.WriteLine($"{folder.Prefix}{folder.TopologyName}: {tally}");
        return tally.Fails(strict) ? ExitCode.InputErrors : ExitCode.Fine;
    }
}
