using System.CommandLine;
using Generator.Cli.Applying;
using Generator.Cli.Usage;

namespace Generator.Cli.Commands;

/// <summary><c>haplane history</c>.</summary>
internal static class HistoryCommand
{
    private static readonly CommandText Text = new("show which deliveries the hosts keep")
    {
        Group = "Deliver",
        Details = """
            Number, time, output, units, change and message of each. It asks the hosts, and writes nothing on them.
            """,
        Examples = [new("haplane history --out cluster/out", "all hosts"), new("haplane history k8s-node7", "one host of out/")],
        Exits = [new(ExitCode.Fine, "done"), new(ExitCode.InputErrors, "a host did not answer")],
    };

    internal static Command New()
    {
        var hosts = new Argument<string[]>("HOST") { Description = "The hosts; default all.", Arity = ArgumentArity.ZeroOrMore };
        var path = new Option<string>("--out")
        {
            Description = "The output that names the hosts: a folder or a bundle; default "
            + "out.",
            HelpName = "OUT"
        };
        Completions.OfferHosts(hosts.CompletionSources, parsed => parsed.GetValue(path));
        var (acceptForeign, signers, ssh) = (RunSwitches.AcceptForeign(), RunSwitches.Signers(), RunSwitches.Ssh());
        var command = new DocumentedCommand("history", Text) { hosts, path, acceptForeign, signers, ssh };
        command.SetAction((parsed, _) =>
        {
            var options = new RunOptions
            {
                Command = "history",
                Folder = parsed.GetValue(path) ?? "out",
                Only = RunSwitches.Names(parsed.GetValue(hosts)),
                IsDry = true,
                Ssh = parsed.GetValue(ssh),
                Signers = parsed.GetValue(signers),
                AcceptsForeign = parsed.GetValue(acceptForeign),
            };
            var streams = parsed.InvocationConfiguration;
            return new RunSession(options, streams.Output, streams.Error).Run((context, _) => new HistoryRun(context).Run());
        });
        return command;
    }
}
