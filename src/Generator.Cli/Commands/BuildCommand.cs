using System.Collections.Immutable;
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

            Several clusters are built one after the other, and the exit code is the worst.
            """,
        Examples =
        [
            new("haplane build cluster", "writes cluster/out: read its README.md, then commit it"),
            new("haplane build cluster --check", "in a pipeline: is the committed out/ up to date?"),
            new("haplane build clusters/*/ --check", "the same for every cluster of a repository"),
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
        var paths = PathArgument.Several();
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
            paths,
            outFolder,
            done,
            check,
        };
        command.SetAction(parsed =>
        {
            var streams = parsed.InvocationConfiguration;
            ImmutableArray<InputFolder> folders = [.. (parsed.GetValue(paths) ?? ["."]).Select(InputFolder.At)];
            PathArgument.RefuseFor(folders.Length, "--out", parsed.GetValue(outFolder) is not null);
            ImmutableArray<int> codes =
            [
                .. folders.Select(folder =>
                {
                    var target = parsed.GetValue(outFolder) ?? Path.Combine(folder.Folder, "out");
                    return new Run(folder, target, streams.Output, streams.Error).Build(parsed.GetValue(done), parsed.GetValue(check));
                }),
            ];
            if (codes.Length > 1)
                streams.Output.WriteLine(Summary(codes, parsed.GetValue(check)));
            return ExitCode.Worst(codes);
        });
        return command;
    }

    private static string Summary(ImmutableArray<int> codes, bool isCheck)
    {
        int Count(int code) => codes.Count(one => one == code);
        var stale = isCheck ? $", {Count(ExitCode.Differences)} stale" : "";
        return $"{codes.Length} clusters: {Count(ExitCode.Fine)} {(isCheck ? "up to date" : "written")}{stale}, "
            + $"{Count(ExitCode.InputErrors)} with errors";
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
            var difference = directory.Replace(tree);
            if (isDone)
                output.WriteLine(Ended(earlier, tree));
            var isFirst = difference.Missing.Length == tree.Files.Count;
            if (!isFirst)
                List(difference.Paths, path => Fate(difference, path), target, output);
            var counts = isFirst ? "" : $", {Counts(difference)}";
            output.WriteLine($"{target}: {tree.Files.Count} files{counts} ({tally}). Read {Path.Combine(target, "README.md")} first.");
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

    private static string Counts(FolderDifference difference) => difference.IsEmpty
        ? "unchanged"
        : $"{difference.Missing.Length} new, {difference.Changed.Length} changed, {difference.Extra.Length} removed";

    private static string Fate(FolderDifference difference, string path) =>
        difference.Missing.Contains(path) ? "new" : difference.Changed.Contains(path) ? "changed" : "removed";

    private static void List(ImmutableArray<string> paths, Func<string, string> word, string target, TextWriter output)
    {
        foreach (var path in paths.Take(MostListed))
            output.WriteLine($"{word(path)}: {Path.Combine(target, path)}");
        if (paths.Length > MostListed)
            output.WriteLine($"and {paths.Length - MostListed} more");
    }

    private static int Compare(OutDirectory directory, string target, FileTree tree, TextWriter output)
    {
        var difference = directory.DifferenceFrom(tree);
        if (difference.IsEmpty)
        {
            output.WriteLine($"{target}: up to date");
            return ExitCode.Fine;
        }

        List(difference.Paths, _ => "stale", target, output);
        output.WriteLine($"{target}: {difference.Paths.Length} of {tree.Files.Count} files are stale; run haplane build and commit the result");
        return ExitCode.Differences;
    }
}
