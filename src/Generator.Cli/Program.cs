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
            // What changes hosts hears Ctrl-C itself, and is never ended in the middle.
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }

        foreach (var fault in parsed.Errors)
            error.WriteLine($"haplane: {fault.Message}");
        foreach (var guess in Guesses(parsed))
            error.WriteLine($"haplane: did you mean \"{guess}\"?");
        error.WriteLine("haplane: see \"haplane --help\"");
        return ExitCode.Misuse;
    }

    // Where the place for faults is itself full or gone, the code alone has to say it.
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
        Compiles a topology and the files captured from one master into a highly available Kubernetes control plane, to be reviewed before any host changes.

        Start with:
          haplane capture --all root@192.168.3.171 -o cluster   reads the hosts of a cluster and drafts its topology
          haplane init cluster     instead: an example, a cluster of three masters
          haplane check cluster    every fault with its place and what to do
          haplane build cluster    writes cluster/out: read its README.md, then commit it
          haplane diff git:main:cluster cluster   what your change does, for the review
          haplane bundle cluster -o cluster.tar.gz   all of it in one archive, for a site without a network
          haplane apply cluster/out       brings the hosts to it, step by step
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
