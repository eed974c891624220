using System.CommandLine;
using Generator.Cli.Folders;
using Generator.Cli.Usage;
using Generator.Core;
using Generator.Core.Reading.Deliveries;

namespace Generator.Cli.Commands;

internal static class BuildCommand
{
    private const int MostListed = 20;

    private static readonly CommandText Text = new("compile a topology and its originals into out/")
    {
        Group = "Prepare",
        Details = """
            Review out/ and commit it. With errors nothing is written.

            The out/ of the build before records what the hosts have now. A master, worker or load balancer that is removed from
            topology.yaml leaves: it is taken out of service first, then stopped, and its files are removed last. If an endpoint or a port
            moves, clients switch from the old one to the new one. out/former/ records the state before until the rollout is done. --check
            and "haplane diff" read the same folder and need no option for this.
            """,
        Examples =
        [
            new("haplane build cluster", "writes cluster/out: read its README.md, then commit it"),
            new("haplane build cluster --check", "in a pipeline: is the committed out/ up to date?"),
            new("haplane build cluster --done", "after the rollout; if a port moved, roll this output out too: it closes the old port"),
        ],
        Exits =
        [
            new(ExitCode.Fine, "written, or up to date"),
            new(ExitCode.InputErrors, "errors; nothing was written"),
            new(ExitCode.Differences, "out/ is stale (--check)"),
        ],
    };

    internal static Command New()
    {
        var path = PathArgument.New();
        var outFolder = new Option<string?>("--out", "-o")
        {
            Description = "The folder to write; default out/ next to the topology. The whole folder is replaced.",
            HelpName = "DIR",
        };
        outFolder.Validators.Add(GivenPath.RefuseEmpty);
        var done = new Option<bool>("--done") { Description = "The previous rollout is done, and the hosts match the folder. Removes former/." };
        var check = new Option<bool>("--check") { Description = "Write nothing; exit with 2 if the folder is stale." };
        var command = new DocumentedCommand("build", Text)
        {
            path,
            outFolder,
            done,
            check,
        };
        command.SetAction(parsed =>
        {
            var folder = InputFolder.At(parsed.GetValue(path) ?? ".");
            var target = parsed.GetValue(outFolder) ?? Path.Combine(folder.Folder, "out");
            return new Run(folder, target, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error)
                .Build(parsed.GetValue(done), parsed.GetValue(check));
        });
        return command;
    }

    private sealed class Run(InputFolder folder, string target, TextWriter output, TextWriter error)
    {
        private readonly OutDirectory directory = new(target);

        internal int Build(bool isDone, bool isCheck)
        {
            var read = directory.ReadEarlier();
            Report.Write(read?.Findings ?? [], $"{target.TrimEnd('/')}/", error);
            if (read is { Result: null })
                return Refuse();
            var earlier = read?.Result;
            var outcome = Compiler.Compile(folder.Read() with { Before = isDone ? earlier?.Done() : earlier });
            var tally = Report.Write(outcome.Findings, folder.Prefix, error);
            if (outcome.Result is not { } tree)
                return Refuse($"{tally}; ");
            if (isCheck)
                return Compare(directory, target, tree, output);
            directory.Replace(tree);
            if (isDone)
                output.WriteLine(Ended(earlier, tree));
            output.WriteLine($"{target}: {tree.Files.Count} files ({tally}). Read {Path.Combine(target, "README.md")} first.");
            return ExitCode.Fine;
        }

        private int Refuse(string tally = "")
        {
            error.WriteLine($"{folder.Prefix}{folder.TopologyName}: {tally}nothing was written");
            return ExitCode.InputErrors;
        }

        private static string Ended(EarlierResults? earlier, FileTree tree)
        {
            if (earlier?.Former is not { } former)
                return "done: there was no former/ to end";
            var stays = earlier.Current.Delivery.Hosts.Concat(Compiler.Read(tree).Result?.Hosts ?? [])
                .Select(host => (host.Name, host.Address))
                .ToHashSet();
            var left = former.Delivery.Hosts.Where(host => !stays.Contains((host.Name, host.Address)))
                .Select(host => $"{host.Name} ({host.Address})")
                .ToArray();
            return $"done: former/ is no longer kept{(left.Length > 0 ? $"; haplane no longer touches {string.Join(", ", left)}" : "")}";
        }
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
