using System.CommandLine;
using Generator.Cli.Applying;
using Generator.Cli.Usage;

namespace Generator.Cli.Commands;

/// <summary><c>haplane rollback</c>.</summary>
internal static class RollbackCommand
{
    private static readonly CommandText Text = new("undo the last delivery on all hosts")
    {
        Group = "Deliver",
        Details = """
            In the reverse of the order in which it came: everything that came from the output, however many runs that took. Every host
            keeps what was there before, for five deliveries. You need only the output that was delivered last.

            What is rolled back is shown, and you are asked. Nodes that have joined leave the cluster again. Ctrl-C stops after the current
            step. Run it again to go on. The journal is haplane/CLUSTER-TIME.jsonl in $XDG_STATE_HOME, or in ~/.local/state.
            """,
        Examples =
        [
            new("haplane rollback cluster/out", "everything that came from this output"),
            new("haplane rollback cluster/out --to 3f9a1c", "everything that came after output 3f9a1c"),
        ],
        Exits = RunSwitches.Exits("done, or nothing to roll back", "a host could not be rolled back and is as it was"),
    };

    internal static Command New()
    {
        var path = RunSwitches.Out();
        var to = new Option<string?>("--to")
        {
            Description = "Undo everything that came after this earlier output: the first digits of the digest "
            + "that apply prints (output …), six at least.",
            HelpName = "ID"
        };
        var (acceptForeign, signers) = (RunSwitches.AcceptForeign(), RunSwitches.Signers());
        var (yes, json, ssh) = (RunSwitches.Yes(), RunSwitches.Json(), RunSwitches.Ssh());
        var command = new DocumentedCommand("rollback", Text) { path, to, acceptForeign, signers, yes, json, ssh };
        command.SetAction((parsed, _) =>
        {
            var options = new RunOptions
            {
                Command = "rollback",
                Folder = parsed.GetValue(path) ?? "out",
                IsApproved = parsed.GetValue(yes),
                IsJson = parsed.GetValue(json),
                Ssh = parsed.GetValue(ssh),
                AcceptsForeign = parsed.GetValue(acceptForeign),
                Signers = parsed.GetValue(signers),
            };
            var streams = parsed.InvocationConfiguration;
            return new RunSession(options, streams.Output, streams.Error)
                .Run((context, who) => new RollbackRun(context, new Approval(options.IsApproved, streams.Error), parsed.GetValue(to)).Run(who));
        });
        return command;
    }
}
