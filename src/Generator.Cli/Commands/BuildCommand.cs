using System.CommandLine;
using Generator.Cli.Folders;
using Generator.Cli.Sides;
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
        var from = new Option<string?>("--from") { Description = "What the hosts have now, where the result has to lead away from it.", HelpName = "OLD" };
        from.Validators.Add(GivenPath.RefuseEmpty);
        var check = new Option<bool>("--check") { Description = "Write nothing; exit with 2 if the folder is not what would be written." };
        var command = new Command(
            "build",
            """
            Compiles a topology and its originals into out/, to be committed and reviewed. With errors nothing is written.

            A build that stands by itself brings every host to what the topology says, and leaves alone what is there already: enough to add masters and workers. Where something goes, or clients have to move, --from OLD says what the hosts have now: an earlier out/, or an earlier topology with its originals (a folder, a file, an archive, or git:REV[:PATH]):
              haplane build --from git:HEAD:out            the masters, workers and load balancers that topology.yaml has no more leave: out of use first, then stopped, their files last
              haplane build --from git:HEAD~1:prod prod    the same, for a folder of a repository
            The result stays good for running again until everything is as wanted; then build once more without --from.
            Exit code: 0 fine, 1 errors, 2 stale (--check), 64 misuse.
            """)
        {
            path,
            outFolder,
            from,
            check,
        };
        command.SetAction(parsed =>
        {
            var folder = InputFolder.At(parsed.GetValue(path) ?? ".");
            var target = parsed.GetValue(outFolder) ?? Path.Combine(folder.Folder, "out");
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (parsed.GetValue(from) is not { } old)
                return Run(folder, folder.Read(), target, parsed.GetValue(check), output, error);
            RefuseToForget(old, target);
            return Side.ReadOrReport(old, error) is { } before
                ? Run(folder, folder.Read() with { Before = before }, target, parsed.GetValue(check), output, error)
                : ExitCode.InputErrors;
        });
        return command;
    }

    // The result of this build knows nothing of who leaves: built from itself, it would leave them running.
    private static void RefuseToForget(string old, string target)
    {
        if (Path.GetFullPath(old).TrimEnd('/') == Path.GetFullPath(target).TrimEnd('/'))
            throw new MisuseException($"--from {old} is the folder that is written: a second build would not know any more who leaves. Name the committed one, git:HEAD:PATH, or a copy");
    }

    private static int Run(InputFolder folder, InputSet input, string target, bool check, TextWriter output, TextWriter error)
    {
        var outcome = Compiler.Compile(input);
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
