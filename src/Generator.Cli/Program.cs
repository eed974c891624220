using System.CommandLine;
using Generator.Cli.Commands;
using Generator.Core.Diagnostics;

namespace Generator.Cli;

/// <summary>The program's entry: its commands, and what their ends mean.</summary>
internal static class Program
{
    internal static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs one command line; the streams are given so that tests can read them.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand(
            """
            Compiles a topology and the files captured from one master into a highly available Kubernetes control plane, to be reviewed before any host changes.

            Start with:
              haplane init cluster     a folder with a cluster of three masters, to be changed into yours
              haplane check cluster    every fault with its place and what to do
              haplane build cluster    writes cluster/out: read its README.md, then commit it
            """)
        {
            InitCommand.New(),
            CheckCommand.New(),
            BuildCommand.New(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
                error.WriteLine($"haplane: {fault.Message}");
            foreach (var guess in Guesses(parsed))
                error.WriteLine($"haplane: did you mean \"{guess}\"?");
            error.WriteLine("haplane: see \"haplane --help\"");
            return ExitCode.Misuse;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (MisuseException misuse)
        {
            error.WriteLine($"haplane: {misuse.Message}");
            return ExitCode.Misuse;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"haplane: {fault.Message}");
            return ExitCode.Misuse;
        }
    }

    private static IEnumerable<string> Guesses(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var known = command.Subcommands.Select(child => child.Name).Concat(command.Options.Select(option => option.Name)).ToArray();
        return parsed.UnmatchedTokens.Select(token => Suggestion.Nearest(token, known)).OfType<string>().Distinct();
    }
}
