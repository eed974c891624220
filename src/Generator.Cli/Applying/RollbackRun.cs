using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Deliveries;
using Generator.Core.Ordering;
using Generator.Core.Reports;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>Puts back what was delivered, in the reverse of the order in which it came.</summary>
/// <param name="context">The run.</param>
/// <param name="approval">Whether a person wants it.</param>
/// <param name="to">The result that stays; null where the last delivery goes.</param>
internal sealed class RollbackRun(RunContext context, Approval approval, string? to)
{
    private const string Back = "as before";
    private readonly Preflight preflight = new(context);

    /// <summary>Carries it out.</summary>
    /// <param name="who">Who is named to a second operator.</param>
    internal async Task<(int Code, string Text)> Run(string who)
    {
        var began = TimeProvider.System.GetTimestamp();
        approval.RefuseWithoutPerson();
        await preflight.ReachAll();
        using var held = await RolloutLock.Take(context.Calls, context.Plan.Source, who, context.Stop);
        var way = await FindWay();
        if (way.Stages.IsEmpty)
            return (ExitCode.Fine, "Nothing to put back.");
        await Approve(way);
        await preflight.AskSource([]);
        await Stage();
        foreach (var (stage, number) in way.Stages.Select((stage, index) => (stage, index + 1)))
            await Undo(stage, number, way.Stages.Length, held);
        await AskAtTheEnd(way);
        return (ExitCode.Fine, $"done in {RunText.Time(TimeProvider.System.GetElapsedTime(began))}");
    }

    private async Task<WayBack> FindWay()
    {
        await preflight.LookAtAll();
        var kept = context.Memory.History.ToImmutableDictionary(StringComparer.Ordinal);
        var way = to is null ? WayBack.OfLast(context.Plan, kept, ResultDigests.Identity(context.Folder.Tree)) : WayBack.To(context.Plan, kept, to);
        return way.Fault.Length == 0 ? way : throw RunStoppedException.Refused(way.Fault);
    }

    private async Task Approve(WayBack way)
    {
        foreach (var host in way.Stages.SelectMany(stage => stage.Hosts))
            context.Events.Tell(new ChangePlanned(host.Host, "put back", Subject(host), []));
        context.Events.Say($"{way.Stages.SelectMany(stage => stage.Hosts).Select(host => host.Host).Distinct().Count()} hosts go back, in {way.Stages.Length} steps.");
        await approval.Ask($"Put {context.Plan.Cluster} back like this?", context.Stop);
    }

    private static string Subject(HostWayBack host)
    {
        var numbers = string.Join(", ", host.Undone.Select(delivery => delivery.Number.ToString(CultureInfo.InvariantCulture)));
        var units = string.Join(", ", host.Undone.SelectMany(delivery => delivery.Units).Distinct());
        return $"delivery {numbers}{(units.Length == 0 ? "" : $" with {units}")}";
    }

    // The engine goes back by its own records; it has to be the one that knows them.
    private async Task Stage()
    {
        var hosts = context.Hosts.ToArray();
        var answers = await Task.WhenAll(hosts.Select(host => context.Calls.Bring(host, context.Stop)));
        foreach (var (host, answer) in hosts.Zip(answers).Where(pair => !pair.Second.IsFine))
            throw RunStoppedException.Refused($"{host} did not take the engine: {answer.Reason}");
    }

    private async Task Undo(WayBackStage stage, int number, int count, RolloutLock held)
    {
        if (!held.IsHeld)
            Stop($"the lock on {context.Plan.Source} is lost: is the link to it down?");
        if (context.Stop.IsCancellationRequested)
            Stop("stopped by you");
        context.Events.Tell(new StepStarted(stage.Step.Number, stage.Step.Phase, $"back, {number} of {count}: {stage.Step.Title}"));
        var done = await Task.WhenAll(stage.Hosts.Select(PutBack));
        if (done.FirstOrDefault(code => code != ExitCode.Fine) is var failed and not ExitCode.Fine)
            Fail(stage, failed);
        foreach (var host in stage.Hosts)
        {
            if (!await FollowUp(stage.Step, host))
                Fail(stage, ExitCode.NeedsAPerson);
        }

        context.Events.Tell(new StepEnded(stage.Step.Number));
    }

    private async Task<int> PutBack(HostWayBack way)
    {
        context.Events.Tell(new HostBusy(way.Host, $"rollback: {Subject(way)}"));
        if (!(await context.Engine(way.Host, ["recover"])).IsFine)
            return ExitCode.NeedsAPerson;
        var answer = await context.Engine(way.Host, ["rollback", "--to", way.To.ToString(CultureInfo.InvariantCulture)]);
        if (!answer.IsFine)
            return answer.Code == ExitCode.PutBack ? ExitCode.PutBack : ExitCode.NeedsAPerson;
        if (!(await context.Confirm(way.Host)).IsFine)
            return ExitCode.NeedsAPerson;
        context.Memory.Became[way.Host] = Back;
        context.Events.Tell(new HostBecame(way.Host, Back));
        return ExitCode.Fine;
    }

    // What the cluster knows of the host goes, or comes again; and what stays has to answer as it does in a rollout.
    private async Task<bool> FollowUp(PlannedStep step, HostWayBack way)
    {
        var host = context.Plan.Find(way.Host);
        var records = step.Phase switch
        {
            Phase.NodeAgents when way.Stopped.Any() => Nodes(step, way.Host).Select(node => Deed("forget-node", node)),
            Phase.ControlPlane when way.Stopped.Any() => Apiservers(step, way.Host).Select(address => Gate("endpoint-gone", address)),
            Phase.Departure when host is { IsLeaving: true, LeavingNode.Length: > 0 } => [Gate("node-ready", host.LeavingNode), Deed("allow-pods", host.LeavingNode)],
            _ => [],
        };
        return await AskSource([.. records]) && await AskGates(step, way);
    }

    private static IEnumerable<string> Nodes(PlannedStep step, string host) =>
        step.DeliveryTo(host) is null ? [] : step.Actions.Where(action => action.Verb == Verb.ApproveCsr).Select(action => action.Arguments[0]);

    // Where its apiserver was asked whether it is ready, in any step of its phase.
    private IEnumerable<string> Apiservers(PlannedStep step, string host) =>
        context.Plan.Steps.Where(other => other.Phase == step.Phase).SelectMany(other => other.Gates)
            .Where(gate => gate.Host == host && gate.Question == "ready")
            .Select(gate => new Uri(gate.Arguments[0]).Host.Trim('[', ']'))
            .Distinct();

    // Of the gates of the step those that hold before it, too: they say nothing of where a client connects.
    private async Task<bool> AskGates(PlannedStep step, HostWayBack way)
    {
        if (way.Stopped.Any())
            return true;
        var gates = step.Gates.Where(gate => gate.Question is "node-lease-renewed" or "node-ready" or "kube-proxy-healthy");
        foreach (var group in gates.GroupBy(gate => gate.Host, StringComparer.Ordinal))
        {
            if (!await context.Ask(group.Key, group.Select(gate => gate.Record)))
                return false;
        }

        return true;
    }

    private async Task AskAtTheEnd(WayBack way)
    {
        var leases = context.Plan.Steps.Where(step => step.Phase == Phase.Takeover).SelectMany(step => step.Actions).Where(action => action.Verb == Verb.RestartLeader).Select(action => action.Arguments[0]);
        if (!await AskSource([.. leases.Distinct().Select(lease => Gate("lease-renewed", lease)), Gate("all-nodes-ready")]))
            Fail(way.Stages[^1], ExitCode.NeedsAPerson);
    }

    private async Task<bool> AskSource(ImmutableArray<string> records) => records.IsEmpty || await context.Ask(context.Plan.Source, records);

    private string Gate(string question, params ReadOnlySpan<string> arguments) => string.Join('\t', ["gate", "0", question, context.Plan.Source, Patience, .. arguments]);

    private string Deed(string deed, string node) => string.Join('\t', ["do", "0", deed, context.Plan.Source, node]);

    // As long as the gates of the rollout itself are asked.
    private string Patience => context.Plan.Steps.SelectMany(step => step.Gates).Max(gate => gate.Seconds).ToString(CultureInfo.InvariantCulture);

    private void Stop(string reason)
    {
        context.Events.Say($"stopped: {reason}");
        throw context.Memory.Became.IsEmpty
            ? RunStoppedException.Refused(reason)
            : new RunStoppedException(ExitCode.NeedsAPerson, "Run again to go on: what has gone back is left alone.");
    }

    private void Fail(WayBackStage stage, int code)
    {
        context.Events.Tell(new StepFailed(stage.Step.Number));
        throw new RunStoppedException(code, code == ExitCode.PutBack
            ? "A host could not go back, and is as it was delivered; what went back before it stays so. Mend what failed above, and run again."
            : "A person is needed: see what failed above. What has gone back stays so, and a second run goes on.");
    }
}
