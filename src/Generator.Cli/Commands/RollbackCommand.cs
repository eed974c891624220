using System.CommandLine;
using Generator.Cli.Applying;

namespace Generator.Cli.Commands;

/// <summary><c>haplane rollback</c>.</summary>
internal static class RollbackCommand
{
    internal static Command New()
    {
        var path = RunSwitches.Out();
        var to = new Option<string?>("--to") { Description = "Undo everything that came after this earlier result: the first digits of the digest that apply prints (result …), six at least.", HelpName = "ID" };
        var (yes, json, ssh) = (RunSwitches.Yes(), RunSwitches.Json(), RunSwitches.Ssh());
        var command = new Command(
            "rollback",
            """
            Puts the last delivery back on all hosts, in the reverse of the order in which it came: everything that came from the result, however many runs that took. Every host has kept what was there before, for five deliveries; nothing here is needed but the result that was delivered last.

            What goes back is shown, and you are asked. Nodes that have joined leave the cluster again. Ctrl-C lets the step in hand come to its end, and stops. Run it again to go on. What happened is written to haplane/CLUSTER-TIME.jsonl in $XDG_STATE_HOME, or in ~/.local/state.
            Exit code: 0 done, or nothing to put back; 1 refused, and nothing was changed; 3 a host could not go back and is as it was; 4 a person is needed, and it is said for what; 64 misuse; 75 another rollout is running.
            """)
        {
            path,
            to,
            yes,
            json,
            ssh,
        };
        command.SetAction((parsed, _) =>
        {
            var options = new RunOptions("rollback", parsed.GetValue(path) ?? "out", [], [], parsed.GetValue(yes), IsDry: false, parsed.GetValue(json), [], parsed.GetValue(ssh));
            var streams = parsed.InvocationConfiguration;
            return new RunDesk(options, streams.Output, streams.Error).Carry((context, who) => new RollbackRun(context, new Approval(options.IsApproved, streams.Error), parsed.GetValue(to)).Run(who));
        });
        return command;
    }
}
