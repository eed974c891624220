using System.CommandLine;
using Generator.Cli.Applying;
using Generator.Cli.Usage;

namespace Generator.Cli.Commands;

/// <summary><c>haplane apply</c>.</summary>
internal static class ApplyCommand
{
    private static readonly CommandText Text = new("bring all hosts to an output, one step after the other")
    {
        Group = "Deliver",
        Details = """
            The cluster answers all the time. The steps and gates are those of bin/rollout.sh in the output. It uses the system's ssh.

            Every host is checked first. The steps and the changes are shown, and you are asked. If a host fails, it is rolled back and the
            rollout stops. Ctrl-C stops after the current step; before the first change it stops at once. Run it again to go on: finished
            hosts are skipped. The journal is haplane/CLUSTER-TIME.jsonl in $XDG_STATE_HOME, or in ~/.local/state.
            """,
        Examples =
        [
            new("haplane apply cluster/out --dry-run", "shows what would change on every host, and writes nothing"),
            new("haplane apply cluster/out", "all steps"),
            new("haplane apply cluster/out --hosts k8s-node7", "one host alone; the others are only asked"),
            new("haplane apply cluster/out --gone k8s-master2", "k8s-master2 leaves, and is broken for good"),
        ],
        Exits = RunSwitches.Exits("done, or nothing to do", "a host failed and was rolled back").Add(
            new(ExitCode.Differences, "there are differences (--dry-run)")),
    };

    internal static Command New()
    {
        var path = RunSwitches.Out();
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Ask every host what would change there, show it, "
            + "and write nothing anywhere. Exit code 2 if anything would change."
        };
        var hosts = new Option<string[]>("--hosts")
        {
            Description = "Change only these hosts, separated by commas. The others are asked, "
            + "and not changed.",
            HelpName = "A,B"
        };
        var gone = new Option<string[]>("--gone")
        {
            Description = "A host that leaves and is not reachable for good: nothing is sent to it. Repeat "
            + "it for more hosts.",
            HelpName = "HOST"
        };
        var allowForeign = new Option<bool>("--allow-foreign-folders")
        {
            Description = "Replace files also in folders that an account other than "
            + "root can change."
        };
        var keepSecrets = new Option<bool>("--keep-secrets")
        {
            Description = "Keep the old content of secrets on the hosts after confirm, "
            + "so that a rollback can restore it."
        };
        Completions.OfferHosts(hosts.CompletionSources, parsed => parsed.GetValue(path));
        Completions.OfferHosts(gone.CompletionSources, parsed => parsed.GetValue(path));
        var overwrite = new Option<bool>(RunOptions.Overwrite)
        {
            Description = "Replace files that were changed on a host since they were captured or delivered. A rollback restores them.",
        };
        var acceptForeign = RunSwitches.AcceptForeign();
        var confirm = new Option<int?>("--confirm-timeout")
        {
            Description = "How long a host waits for its confirm before it rolls back, "
            + "in seconds; default 120.",
            HelpName = "SECONDS"
        };
        confirm.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out var seconds) || seconds is < 1 or > 86400))
                result.AddError("--confirm-timeout takes seconds, from 1 to 86400");
        });
        var (message, change, signers) = (RunSwitches.Message(), RunSwitches.Change(), RunSwitches.Signers());
        var (yes, json, ssh) = (RunSwitches.Yes(), RunSwitches.Json(), RunSwitches.Ssh());
        var command = new DocumentedCommand("apply", Text)
        {
            path, dryRun, hosts, gone, overwrite, allowForeign, keepSecrets, acceptForeign, confirm, message, change, signers, yes, json, ssh,
        };
        command.SetAction((parsed, _) =>
        {
            var isDry = parsed.GetValue(dryRun);
            var options = new RunOptions
            {
                Command = isDry ? $"{RunOptions.Apply} --dry-run" : RunOptions.Apply,
                Folder = parsed.GetValue(path) ?? "out",
                Only = RunSwitches.Names(parsed.GetValue(hosts)),
                Gone = RunSwitches.Names(parsed.GetValue(gone)),
                IsApproved = parsed.GetValue(yes),
                IsDry = isDry,
                IsJson = parsed.GetValue(json),
                Flags = [.. new[] { overwrite, allowForeign, keepSecrets }.Where(flag => parsed.GetValue(flag)).Select(flag => flag.Name)],
                Ssh = parsed.GetValue(ssh),
                Signers = parsed.GetValue(signers),
                AcceptsForeign = parsed.GetValue(acceptForeign),
                ConfirmSeconds = parsed.GetValue(confirm),
                Message = parsed.GetValue(message),
                Change = parsed.GetValue(change),
            };
            var streams = parsed.InvocationConfiguration;
            return new RunSession(options, streams.Output, streams.Error).Run((context, who) =>
            {
                var run = new ApplyRun(context, new Approval(options.IsApproved, streams.Error));
                return isDry ? run.Look() : run.Run(who);
            });
        });
        return command;
    }
}
