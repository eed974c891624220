using System.CommandLine;
using Generator.Cli.Commands;

namespace Generator.Cli;

/// <summary>The program's entry: its commands, and what their ends mean.</summary>
internal static class Program
{
    internal static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs one command line; the streams are given so that tests can read them.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Compiles a topology and the files captured from one master into a highly available Kubernetes control plane, to be reviewed before any host changes.")
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
}
