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
        var format = new Option<FindingsFormat?>("--format")
        {
            Description = "text: source lines with carets, on stderr. json, sarif (2.1.0), github (annotations): on stdout. Default: text on a terminal, a line each in a log.",
        };
        var command = new Command(
            "check",
            "Validates a topology and its originals, offline. Every fault is shown with its place and what to do. Writes nothing. Exit code: 0 fine, 1 errors, 64 misuse.")
        {
            path,
            strict,
            format,
        };
        command.SetAction(parsed => Run(
            InputFolder.At(parsed.GetValue(path) ?? "."),
            parsed.GetValue(strict),
            parsed.GetValue(format),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(InputFolder folder, bool strict, FindingsFormat? format, TextWriter output, TextWriter error)
    {
        var findings = Compiler.Check(folder.Read());
        var isPure = false;
        if (format is { } asked)
            isPure = Report.WriteAs(asked, findings, folder, output, error);
        else
            Report.Write(findings, folder, error);
        var tally = Tally.Of(findings);
        if (!isPure)
            output.WriteLine($"{folder.Prefix}{folder.TopologyName}: {tally}");
        return tally.Fails(strict) ? ExitCode.InputErrors : ExitCode.Fine;
    }
}
