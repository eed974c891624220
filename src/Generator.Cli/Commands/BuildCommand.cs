using System.CommandLine;
using Generator.Cli.Folders;
using Generator.Core;

namespace Generator.Cli.Commands;

/// <summary><c>haplane build</c>.</summary>
internal static class BuildCommand
{
    private const int MostListed = 20;

    internal static Command New()
    {
        var path = PathArgument.New();
        var outFolder = new Option<string?>("--out", "-o") { Description = "The folder to write; default out/ beside the topology. It is replaced as a whole.", HelpName = "DIR" };
        outFolder.Validators.Add(GivenPath.RefuseEmpty);
        var check = new Option<bool>("--check") { Description = "Write nothing; exit with 2 if the folder is not what would be written." };
        var command = new Command(
            "build",
            "Compiles a topology and its originals into out/, to be committed and reviewed. With errors nothing is written. Exit code: 0 fine, 1 errors, 2 stale (--check), 64 misuse.")
        {
            path,
            outFolder,
            check,
        };
        command.SetAction(parsed =>
        {
            var folder = InputFolder.At(parsed.GetValue(path) ?? ".");
            var target = parsed.GetValue(outFolder) ?? Path.Combine(folder.Folder, "out");
            return Run(folder, target, parsed.GetValue(check), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        });
        return command;
    }

    private static int Run(InputFolder folder, string target, bool check, TextWriter output, TextWriter error)
    {
        var outcome = Compiler.Compile(folder.Read());
        var tally = Report.Write(outcome.Findings, folder.Prefix, error);
        if (outcome.Result is not { } tree)
        {
            error.WriteLine($"{folder.Prefix}{folder.TopologyName}: {tally}; nothing was written");
            return ExitCode.InputErrors;
        }

        var directory = new OutDirectory(target);
        if (check)
            return Compare(directory, target, tree, output);
        directory.Replace(tree);
        output.WriteLine($"{target}: {tree.Files.Count} files ({tally}). Read {Path.Combine(target, "README.md")} first.");
        return ExitCode.Fine;
    }

    private static int Compare(OutDirectory directory, string target, FileTree tree, TextWriter output)
    {
        var differences = directory.DifferencesFrom(tree);
        if (differences.Count == 0)
        {
            output.WriteLine($"{target}: up to date");
            return ExitCode.Fine;
        }

        foreach (var file in differences.Take(MostListed))
            output.WriteLine($"stale: {Path.Combine(target, file)}");
        if (differences.Count > MostListed)
            output.WriteLine($"and {differences.Count - MostListed} more");
        output.WriteLine($"{target}: {differences.Count} of {tree.Files.Count} files are stale; run haplane build and commit the result");
        return ExitCode.Differences;
    }
}
