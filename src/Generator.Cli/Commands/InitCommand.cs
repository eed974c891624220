using System.CommandLine;
using Generator.Cli.Folders;
using Generator.Cli.Usage;

namespace Generator.Cli.Commands;

internal static class InitCommand
{
    private static readonly CommandText Text = new("write an example folder: three masters behind one load balancer")
    {
        Group = "Prepare",
        Details = """
            The example is a topology and the files captured from its hosts. It builds as it is. For your own cluster, use "haplane capture".
            """,
        Examples = [new("haplane init cluster", "writes cluster/topology.yaml and cluster/originals/")],
        Exits = [new(ExitCode.Fine, "written")],
    };

    internal static Command New()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to write; it must be new or empty.", DefaultValueFactory = _ => "." };
        folder.Validators.Add(GivenPath.RefuseEmpty);
        folder.Validators.Add(GivenPath.RefuseOption);
        var command = new DocumentedCommand("init", Text) { folder };
        command.SetAction(parsed => Run(parsed.GetValue(folder) ?? ".", parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(string folder, TextWriter output)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new MisuseException($"{folder} is not empty; pass a new or empty folder");
        foreach (var (name, content) in StarterFolder.Files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
            File.WriteAllBytes(path, content);
        }

        output.WriteLine($"{folder}: wrote topology.yaml, its schema for editors, and originals/ of 3 hosts.");
        output.WriteLine($"Next: haplane build {folder}");
        output.WriteLine("For your own cluster, pass its first master: haplane capture --all root@ADDRESS -o DIR");
        return ExitCode.Fine;
    }
}
