using System.CommandLine;
using Generator.Cli.Commands;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Cli;

/// <summary>The program's entry point: its commands and exit codes.</summary>
internal static class Program
{
    internal static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs one command line. Tests pass their own streams.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            return Invoke(args, output, error);
        }
        catch (Exception fault) when (fault is MisuseException or IOException or UnauthorizedAccessException)
        {
            return End(error, fault.Message, ExitCode.Misuse);
        }
        catch (Exception fault)
        {
            return End(error, $"internal error: {fault.GetType().Name}: {fault.Message}; please report it", ExitCode.Internal);
        }
    }

    private static int Invoke(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Commands().Parse(args);
        if (parsed.Errors.Count == 0)
        {
            // Commands that change hosts handle Ctrl-C themselves and never stop in the middle of a change.
            return parsed.Invoke(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null
                });
        }

        foreach (var fault in parsed.Errors)
            error.WriteLine($"haplane: {fault.Message}");
        foreach (var guess in Guesses(parsed))
            error.WriteLine($"haplane: did you mean \"{guess}\"?");
        error.WriteLine("haplane: see \"haplane --help\"");
        return ExitCode.Misuse;
    }

    // If stderr is full or closed, only the exit code can report the fault.
    private static int End(TextWriter error, string message, int code)
    {
        try
        {
            error.WriteLine($"haplane: {message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return code;
        }

        return code;
    }

    private static RootCommand Commands() => new(
        """
        Turns one Kubernetes master into a highly available control plane. The output is reviewed before any host changes.

        Start with:
          haplane capture --all root@192.168.3.171 -o cluster   reads the hosts of a cluster and drafts its topology
          haplane init cluster     or start from an example: a cluster of three masters
          haplane check cluster    shows every fault, its place and a hint
          haplane build cluster    writes cluster/out: read its README.md, then commit it
          haplane diff git:main:cluster cluster   shows the effect of your change, for review
          haplane bundle cluster -o cluster.tar.gz   packs everything into one archive, for a site without a network
          haplane apply cluster/out       applies the output to the hosts, step by step
          haplane verify cluster/out      compares the live hosts with the output, at any time
        """)
    {
        InitCommand.New(),
        CheckCommand.New(),
        CaptureCommand.New(),
        BuildCommand.New(),
        DiffCommand.New(),
        BundleCommand.New(),
        ApplyCommand.New(),
        RollbackCommand.New(),
        HistoryCommand.New(),
        VerifyCommand.New(),
        KubeconfigCommand.New(),
        ExplainCommand.New(),
        SchemaCommand.New(),
    };

    private static IEnumerable<string> Guesses(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var known = command.Subcommands.Select(child => child.Name).Concat(command.Options.Select(option => option.Name)).ToArray();
        return parsed.UnmatchedTokens.Select(token => Suggestion.Nearest(token, known)).OfType<string>().Distinct();
    }
}
