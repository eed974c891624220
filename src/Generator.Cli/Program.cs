using System.CommandLine;
using Generator.Cli.Commands;
using Generator.Cli.Usage;

namespace Generator.Cli;

/// <summary>The program's entry point: its commands and exit codes.</summary>
internal static class Program
{
    private static readonly CommandText Text = new("turn one Kubernetes master into a highly available control plane")
    {
        Details = """
            It reads the hosts, compiles what has to change into files that are reviewed before any host changes, and delivers them.
            """,
        Examples =
        [
            new("haplane capture --all root@192.168.3.171 -o cluster", "reads the hosts of a cluster and drafts its topology"),
            new("haplane init cluster", "or start from an example: a cluster of three masters"),
            new("haplane check cluster", "shows every fault, its place and what to do"),
            new("haplane build cluster", "writes cluster/out: read its README.md, then commit it"),
            new("haplane diff git:main:cluster cluster", "shows the effect of your change, for review"),
            new("haplane bundle cluster -o cluster.tar.gz", "packs everything into one archive, for a site without a network"),
            new("haplane apply cluster/out", "applies the output to the hosts, step by step"),
            new("haplane verify cluster/out", "compares the live hosts with the output, at any time"),
        ],
    };

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

        foreach (var line in Misuse.Of(parsed))
            error.WriteLine(line);
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

    /// <summary>The program's command line.</summary>
    internal static RootCommand Commands()
    {
        var root = new RootCommand(Text.Summary)
        {
            CaptureCommand.New(),
            InitCommand.New(),
            CheckCommand.New(),
            BuildCommand.New(),
            DiffCommand.New(),
            ReviewCommand.New(),
            ExplainCommand.New(),
            BundleCommand.New(),
            ApplyCommand.New(),
            RollbackCommand.New(),
            HistoryCommand.New(),
            VerifyCommand.New(),
            KubeconfigCommand.New(),
            SchemaCommand.New(),
            GuideCommand.New(),
            CompletionCommand.New(),
        };
        root.Add(ManCommand.New(root, Text));
        root.Add(HelpCommand.New(root, Text));
        HelpPage.Replace(root, Text);
        root.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Error.Write(HelpPage.FirstSteps(Text));
            return ExitCode.Misuse;
        });
        return root;
    }
}
