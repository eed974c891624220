using System.CommandLine;
using System.CommandLine.Parsing;
using Generator.Cli.Capturing;
using Generator.Cli.Usage;

namespace Generator.Cli.Commands;

internal sealed class CaptureCommand
{
    private static readonly CommandText Text = new("read live hosts over ssh, and draft topology.yaml")
    {
        Group = "Prepare",
        Details = """
            Writes the files of each host into originals/, and topology.yaml if there is none. Nothing is written on a host. Secrets are
            replaced on the host itself and never leave it.

            Start with the first master: it names the other hosts. Capture again at any time: topology.yaml is never overwritten, and an
            unchanged host leaves "git status" clean.

            A user other than root needs sudo -n for five commands that only read (--sudoers). Without it, capture lists the files that the
            user cannot read.
            """,
        Examples =
        [
            new("haplane capture root@192.168.3.171:36022 -o cluster", "the first master, on another port than 22"),
            new("haplane capture --all root@192.168.3.171 -o cluster", "also the hosts that it names"),
            new("haplane capture -o cluster", "again: every host of cluster/topology.yaml"),
            new("haplane capture --script >read.sh", "without ssh: run it on the host: sh read.sh >k8s-master1.tar"),
            new("haplane capture --from k8s-master1.tar -o cluster", "and read what it wrote"),
        ],
        Exits =
        [
            new(ExitCode.Fine, "captured"),
            new(ExitCode.InputErrors, "nothing was written"),
            new(ExitCode.ManualAction, "a host is incomplete; the others were captured"),
        ],
    };

    private readonly Argument<string[]> Hosts = new("HOST")
    {
        Description = "[USER@]ADDRESS[:PORT], or the name of a host in topology.yaml; default all of its hosts. With --root, the machine's name.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> Folder = new("--output", "-o")
    {
        Description = "The folder of the cluster.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<bool> All = new("--all")
    {
        Description = "Also capture the nodes, etcd members and load balancers that the captured hosts name, as the same user.",
    };

    private readonly Option<bool> Script = new("--script")
    {
        Description = "Print the program that reads a host, for a site without ssh; run it there with: sh FILE >HOST.tar",
    };

    private readonly Option<string[]> From = new("--from")
    {
        Description = "Read the output of that program instead of a live host; may be repeated.",
        HelpName = "TAR",
    };

    private readonly Option<string?> Root = new("--root")
    {
        Description = "Read the disk of a stopped machine, mounted at DIR.",
        HelpName = "DIR",
    };

    private readonly Option<bool> Sudoers = new("--sudoers")
    {
        Description = "Print the file for /etc/sudoers.d/ that a user other than root needs: only the commands that read.",
    };

    internal static Command New() => new CaptureCommand().Build();

    private Command Build()
    {
        var (json, ssh) = (RunSwitches.Json(), RunSwitches.Ssh());
        Hosts.Validators.Add(GivenPath.RefuseEmpty);
        Hosts.Validators.Add(GivenPath.RefuseOption);
        Folder.Validators.Add(GivenPath.RefuseEmpty);
        var command = new DocumentedCommand("capture", Text)
        {
            Hosts, Folder, All, Script, From, Root, Sudoers, json, ssh,
        };
        command.Validators.Add(RefuseTogether);
        command.SetAction((parsed, _) =>
        {
            var streams = parsed.InvocationConfiguration;
            if (parsed.GetValue(Script))
                return Print(streams.Output, ReaderProgram.WithNewKey());
            if (parsed.GetValue(Sudoers))
                return Print(streams.Output, SudoersText.For(parsed.GetValue(Hosts)?.FirstOrDefault()));
            var options = new CaptureOptions(
                [.. parsed.GetValue(Hosts) ?? []],
                parsed.GetValue(Folder) ?? ".",
                [.. parsed.GetValue(From) ?? []],
                parsed.GetValue(Root),
                parsed.GetValue(All),
                parsed.GetValue(json),
                parsed.GetValue(ssh));
            return new CaptureRun(options, streams.Output, streams.Error).Run();
        });
        return command;
    }

    // Each of them says where hosts are read.
    private void RefuseTogether(CommandResult result)
    {
        Option[] sources = [Script, Sudoers, From, Root, All];
        var given = sources.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToArray();
        if (given.Length > 1)
            result.AddError($"{given[0]} and {given[1]} cannot be combined; pass one of them");
        if (given is ["--from"] or ["--script"] && result.GetResult(Hosts) is { Tokens.Count: > 0 })
            result.AddError($"{given[0]} takes no HOST");
        if (given is ["--root"] && result.GetResult(Hosts) is { Tokens.Count: > 1 })
            result.AddError("--root reads one machine; pass at most its name");
    }

    private static Task<int> Print(TextWriter output, string text)
    {
        output.Write(text);
        return Task.FromResult(ExitCode.Fine);
    }
}
