using System.CommandLine;
using Generator.Cli.Applying;

namespace Generator.Cli.Commands;

/// <summary><c>haplane history</c>.</summary>
internal static class HistoryCommand
{
    private const string Text = """
        Shows which deliveries the hosts keep: number, time, output, units, change and message. It asks the hosts, and writes nothing on them.

        Exit code: 0 done; 1 a host did not answer; 64 misuse.
        """;

    internal static Command New()
    {
        var hosts = new Argument<string[]>("HOST") { Description = "The hosts; default all.", Arity = ArgumentArity.ZeroOrMore };
        var path = new Option<string>("--out")
        {
            Description = "The output that names the hosts: a folder or a bundle; default "
            + "out.",
            HelpName = "OUT"
        };
        var (acceptForeign, signers, ssh) = (RunSwitches.AcceptForeign(), RunSwitches.Signers(), RunSwitches.Ssh());
        var command = new Command("history", Text) { hosts, path, acceptForeign, signers, ssh };
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
