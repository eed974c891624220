using System.Collections.Immutable;
using System.CommandLine;
using Generator.Cli.Folders;
using Generator.Cli.Usage;

namespace Generator.Cli.Commands;

internal static class InitCommand
{
    // What a folder with a cluster has: an example is not written into such a folder.
    private static readonly string[] OfACluster = ["topology.yaml", "topology.schema.json", "originals", "out"];

    private static readonly CommandText Text = new("write an example folder, and what a git repository needs")
    {
        Group = "Prepare",
        Details = """
            The example is a topology and the files captured from its hosts: three masters behind one load balancer. It builds as it is. For
            your own cluster, use "haplane capture".

            --git, --hook and --pipeline also work for a folder that has a topology: then no example is written. A file that exists is never
            overwritten: nothing is written at all, and the message names it.
            """,
        Examples =
        [
            new("haplane init cluster", "writes cluster/topology.yaml and cluster/originals/"),
            new("haplane init cluster --git --hook --pipeline github", "the same, with .gitignore, a hook, and a GitHub workflow"),
        ],
        Exits = [new(ExitCode.Fine, "written")],
    };

    internal static Command New()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of the cluster.", DefaultValueFactory = _ => "." };
        folder.Validators.Add(GivenPath.RefuseEmpty);
        folder.Validators.Add(GivenPath.RefuseOption);
        var git = new Option<bool>("--git") { Description = "Write .gitignore and .gitattributes into DIR." };
        var hook = new Option<bool>("--hook")
        {
            Description = "Write .githooks/pre-commit at the root of the git repository. It refuses a commit with errors or with a stale out/.",
        };
        var pipeline = Choice.Option<PipelineKind>(
            "--pipeline", "Write the pipeline that reviews a change, at the root of the git repository.");
        var command = new DocumentedCommand("init", Text)
        {
            folder,
            git,
            hook,
            pipeline,
        };
        command.SetAction(parsed =>
        {
            var target = parsed.GetValue(folder) ?? ".";
            ImmutableArray<RepositoryFile> files =
            [
                .. parsed.GetValue(git) ? RepositoryFiles.ForGit(target) : [],
                .. parsed.GetValue(hook) ? [RepositoryFiles.Hook(target)] : Array.Empty<RepositoryFile>(),
                .. parsed.GetValue(pipeline) is { } kind ? [RepositoryFiles.Pipeline(kind, target)] : Array.Empty<RepositoryFile>(),
            ];
            Run(target, files, parsed.InvocationConfiguration.Output);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Run(string folder, ImmutableArray<RepositoryFile> files, TextWriter output)
    {
        var isExample = files.IsEmpty || !Path.Exists(Path.Combine(folder, "topology.yaml"));
        if (isExample)
            RefuseCluster(folder);
        if (files.FirstOrDefault(file => Exists(file.Path)) is { } present)
        {
            throw new MisuseException(
                $"{present.Path} exists and is not overwritten; nothing was written. Move it away, or add what \"haplane guide repository\" shows");
        }

        if (isExample)
            WriteExample(folder, output);
        foreach (var file in files)
        {
            file.Write();
            output.WriteLine($"{file.Path}: written");
        }

        if (files.Any(file => file.Mode is not null))
            output.WriteLine("Turn the hook on, once in each clone: git config core.hooksPath .githooks");
        if (!files.IsEmpty)
            output.WriteLine("\"haplane guide repository\" describes these files, and the variables that a pipeline needs.");
    }

    private static void RefuseCluster(string folder)
    {
        if (File.Exists(folder))
            throw new MisuseException($"{folder} is a file; pass a folder");
        if (OfACluster.Select(name => Path.Combine(folder, name)).FirstOrDefault(Exists) is { } present)
            throw new MisuseException($"{present} exists and is not overwritten; nothing was written. Pass another folder");
    }

    // A link that leads nowhere would be written through.
    private static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static void WriteExample(string folder, TextWriter output)
    {
        foreach (var (name, content) in StarterFolder.Files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
            File.WriteAllBytes(path, content);
        }

        output.WriteLine($"{folder}: wrote topology.yaml, its schema for editors, and originals/ of 3 hosts.");
        output.WriteLine($"Next: haplane build {folder}");
        output.WriteLine("For your own cluster, pass its first master: haplane capture --all root@ADDRESS -o DIR");
    }
}
