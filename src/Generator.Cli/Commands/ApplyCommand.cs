using System.CommandLine;
using Generator.Cli.Applying;

namespace Generator.Cli.Commands;

/// <summary><c>haplane apply</c>.</summary>
internal static class ApplyCommand
{
    internal static Command New()
    {
        var path = RunSwitches.Out();
        var dryRun = new Option<bool>("--dry-run") { Description = "Ask every host what would change there, show it, and write nothing anywhere; exit with 2 if anything would." };
        var hosts = new Option<string[]>("--hosts") { Description = "Change only these hosts, separated by commas; the others are asked, and not changed.", HelpName = "A,B" };
        var gone = new Option<string[]>("--gone") { Description = "A host that leaves, and whose machine is dead for good: nothing is sent to it; may be given again.", HelpName = "HOST" };
        var allowForeign = new Option<bool>("--allow-foreign-folders") { Description = "Exchange files also in folders that an account other than root can change." };
        var keepSecrets = new Option<bool>("--keep-secrets") { Description = "Keep the old content of secrets on the hosts after confirm, so that a rollback can restore it." };
        var (yes, json, ssh) = (RunSwitches.Yes(), RunSwitches.Json(), RunSwitches.Ssh());
        var command = new Command(
            "apply",
            """
            Brings all hosts to what a result says, one after the other, while the cluster answers: the same steps and gates as bin/rollout.sh in it, over the system's ssh. It reads the result and nothing else.

            Every host is asked first. What would change is shown, once for all hosts where it is the same, and you are asked. The first host that fails is put back, and the rollout ends there. Ctrl-C lets the step in hand come to its end, and stops; a second one changes nothing. Run it again to go on: what is there already is left alone. What happened is written to haplane/CLUSTER-TIME.jsonl in $XDG_STATE_HOME, or in ~/.local/state.
            Exit code: 0 done, or nothing to do; 1 refused, and nothing was changed; 2 there are differences (--dry-run); 3 a host failed and was put back; 4 a person is needed, and it is said for what; 64 misuse; 75 another rollout is running.
            """)
        {
            path,
            dryRun,
            hosts,
            gone,
            allowForeign,
            keepSecrets,
            yes,
            json,
            ssh,
        };
        command.SetAction((parsed, _) =>
        {
            var isDry = parsed.GetValue(dryRun);
            var options = new RunOptions(
                isDry ? "apply --dry-run" : "apply",
                parsed.GetValue(path) ?? "out",
                RunSwitches.Names(parsed.GetValue(hosts)),
                RunSwitches.Names(parsed.GetValue(gone)),
                parsed.GetValue(yes),
                isDry,
                parsed.GetValue(json),
                [.. new[] { allowForeign, keepSecrets }.Where(flag => parsed.GetValue(flag)).Select(flag => flag.Name)],
                parsed.GetValue(ssh));
            var streams = parsed.InvocationConfiguration;
            return new RunDesk(options, streams.Output, streams.Error).Carry((context, who) =>
            {
                var run = new ApplyRun(context, new Approval(options.IsApproved, streams.Error));
                return isDry ? run.Look() : run.Run(who);
            });
        });
        return command;
    }
}
