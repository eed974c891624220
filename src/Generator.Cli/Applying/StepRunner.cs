using System.Globalization;
using Generator.Core.Ordering;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>Carries out the steps, one after the other. Between two steps the cluster is whole.</summary>
/// <param name="context">The run.</param>
/// <param name="preflight">What is asked before anything is changed.</param>
/// <param name="held">The lock.</param>
internal sealed class StepRunner(RunContext context, Preflight preflight, RolloutLock held)
{
    private readonly HostChange change = new(context);
    private readonly TakeBack takeBack = new(context);

    /// <summary>Carries out everything in scope.</summary>
    /// <exception cref="RunStoppedException">It does not go on.</exception>
    internal async Task Run()
    {
        foreach (var step in context.Plan.Steps.Where(context.Scope.Holds))
        {
            StopBefore(step);
            context.Events.Tell(new StepStarted(step.Number, step.Phase, step.Title));
            if (context.Gone.FirstOrDefault(host => host.Name == step.Title.Split(':')[0]) is { } gone)
                context.Events.Say($"  {gone.Name} is gone: nothing is sent to it, and the cluster is led on without it");
            await CarryOut(step);
            context.Events.Tell(new StepEnded(step.Number));
        }
    }

    private void StopBefore(PlannedStep step)
    {
        if (!held.IsHeld)
            takeBack.StopIn(step, $"the lock on {context.Plan.Source} is lost: is the link to it down?");
        if (context.Stop.IsCancellationRequested)
            takeBack.StopIn(step, "stopped by you");
    }

    private Task CarryOut(PlannedStep step) => step.Phase switch
    {
        Phase.Backup => BackUp(step),
        Phase.Preflight => AskBeforehand(step),
        Phase.Stage => StageAll(),
        Phase.Takeover => TakeOver(step),
        _ => Change(step),
    };

    private async Task AskBeforehand(PlannedStep step)
    {
        if (!await preflight.AskAllOf(step))
            throw RunStoppedException.Refused("a host is not ready for this: mend what failed above, and run again");
    }

    // Where nothing changes nothing is saved.
    private async Task BackUp(PlannedStep step)
    {
        var wanted = step.Actions.Where(action => context.Scope.IsAsked(action.Host) && (action.Verb == Verb.BackUpEtcd || context.Memory.Differs[action.Host]));
        var saved = await Task.WhenAll(wanted.GroupBy(action => action.Host, StringComparer.Ordinal).Select(async actions =>
            (Host: actions.Key, Answer: await context.AskByGlance(actions.Key, actions.Select(action => action.Record)))));
        if (saved.FirstOrDefault(host => !host.Answer.IsFine).Host is { } failed)
            throw RunStoppedException.Refused($"the backup on {failed} failed");
        foreach (var (host, _) in saved.Where(host => host.Answer.Says("back-up-etcd", "warning")))
            context.Memory.Warnings.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{host}: there is no snapshot of etcd: see step {step.Number}"));
    }

    // The files lie on every host, and nothing uses them.
    private async Task StageAll()
    {
        var hosts = context.Hosts.Where(context.Scope.IsAsked).ToArray();
        var answers = await Task.WhenAll(hosts.Select(host => context.Calls.Bring(host, context.Stop)));
        foreach (var (host, answer) in hosts.Zip(answers).Where(pair => !pair.Second.IsFine))
            throw RunStoppedException.Refused($"{host} did not take its files: {answer.Reason}");
        context.Events.Say($"  {hosts.Length} hosts have their files");
    }

    // The hosts of a step: copied, changed, confirmed over a connection of their own, and asked.
    private async Task Change(PlannedStep step)
    {
        await NoteWhatJoins(step);
        var hosts = step.Deliveries.Select(delivery => delivery.Host).Where(context.Scope.Holds).ToArray();
        foreach (var host in hosts)
            NoteWayBack(step, host);
        await ChangeHosts(step, hosts);
        // A step that only watches answers for what an earlier one has changed.
        if (hosts.Length == 0)
        {
            hosts =
            [
                .. step.Actions.Select(action => action.Host).Distinct()
                    .Where(host => context.Memory.Became.GetValueOrDefault(host) == HostBecame.New),
            ];
        }

        foreach (var action in step.Actions)
        {
            if (!await change.Follow(step, action, hosts))
                await takeBack.GiveUp(step, hosts);
        }

        if (!await AskGates(step))
            await takeBack.GiveUp(step, hosts);
    }

    private async Task ChangeHosts(PlannedStep step, string[] hosts)
    {
        var changed = await Task.WhenAll(hosts.Select(async host => (Host: host, Done: await change.Change(step, host))));
        var failed = changed.Where(host => !host.Done).Select(host => host.Host).ToArray();
        if (failed.Length > 0)
            await takeBack.GiveUp(step, failed);
    }

    // A new master that is in use already is not taken away whole when a later step of it fails.
    private void NoteWayBack(PlannedStep step, string host)
    {
        if (step.Phase != Phase.ControlPlane && context.Memory.Kept.TryGetValue(host, out var kept))
            context.Memory.WayBack[host] = kept;
    }

    // A node that the cluster knows already is nobody's to delete.
    private async Task NoteWhatJoins(PlannedStep step)
    {
        if (step.Actions.FirstOrDefault(action => action.Verb == Verb.ApproveCsr) is not { } approval || step.Deliveries.IsEmpty)
            return;
        var gate = $"gate\t0\tnode-unknown\t{context.Plan.Source}\t0\t{approval.Arguments[0]}";
        var answer = await context.Calls.Engine(context.Plan.Source, ["ask"], context.Paper.With([gate]), null);
        if (answer.IsFine)
            context.Memory.Joins[step.Deliveries[0].Host] = approval.Arguments[0];
    }

    private async Task<bool> AskGates(PlannedStep step)
    {
        foreach (var gates in step.GatesByHost.Where(gates => context.Scope.IsAsked(gates.Key)))
        {
            context.Events.Tell(new HostBusy(gates.Key, $"gate: {string.Join(", ", gates.Select(gate => gate.Question).Distinct())}, at most {gates.Sum(gate => gate.Seconds)} s"));
            if (!await context.Ask(gates.Key, gates.Select(gate => gate.Record)))
                return false;
        }

        return true;
    }

    private async Task TakeOver(PlannedStep step)
    {
        foreach (var action in step.Actions)
        {
            if (!await context.Ask(context.Plan.Source, action.Record))
                takeBack.StopIn(step, "no other master takes over: what was delivered stays and works, and no node has moved");
        }

        if (!await AskGates(step))
            takeBack.StopIn(step, "no other master has taken over: what was delivered stays and works, and no node has moved");
    }
}
