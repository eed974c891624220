using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Generator.Core.Ordering;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>When a run does not go on: the hosts of the step that failed go back to what they were, and the others are left as they are.</summary>
/// <param name="context">The run.</param>
internal sealed class TakeBack(RunContext context)
{
    /// <summary>What a host is where another delivery is running.</summary>
    internal const string SomebodyElse = "somebody else is at work there";

    private const string NotPutBack = "not put back";

    /// <summary>Puts back what a step has changed, and ends the run.</summary>
    /// <exception cref="RunStoppedException">Always.</exception>
    internal async Task GiveUp(PlannedStep step, string[] hosts)
    {
        if (hosts.Length == 0)
            StopIn(step, "the cluster does not answer as it should; nothing was put back");
        context.Events.Tell(new StepFailed(step.Number));
        var isStuck = false;
        foreach (var host in hosts)
        {
            var isBack = await Take(host);
            isStuck |= !isBack;
            Became(host, isBack ? Back(step) : NotPutBack);
        }

        throw isStuck
            ? new RunStoppedException(ExitCode.NeedsAPerson, "A person is needed on the hosts that were not put back: bash /var/lib/haplane/incoming/bin/host-engine.sh status there says what is left.")
            : new RunStoppedException(ExitCode.PutBack, "Mend what failed above, and run again: what is new is left alone.");
    }

    /// <summary>Ends the run between two steps, where nothing is half done.</summary>
    /// <exception cref="RunStoppedException">Always.</exception>
    [DoesNotReturn]
    internal void StopIn(PlannedStep step, string reason)
    {
        context.Events.Say($"stopped before or in step {step.Number}: {reason}");
        throw context.Memory.Became.IsEmpty && step.Phase is Phase.Backup or Phase.Preflight or Phase.Stage
            ? RunStoppedException.Refused(reason)
            : new RunStoppedException(ExitCode.NeedsAPerson, "Run again to go on: what is new is left alone.");
    }

    private void Became(string host, string state)
    {
        context.Memory.Became[host] = state;
        context.Events.Tell(new HostBecame(host, state));
    }

    private static string Back(PlannedStep step) =>
        step.Phase == Phase.ControlPlane ? "put back" : string.Create(CultureInfo.InvariantCulture, $"put back to before step {step.Number}");

    // The host first: a kubelet that still runs would make its node again.
    private async Task<bool> Take(string host)
    {
        if (context.Memory.Became.GetValueOrDefault(host) == SomebodyElse)
        {
            context.Events.Say($"  {host}: {SomebodyElse}: left alone");
            return false;
        }

        if (!await PutBack(host))
            return false;
        if (context.Plan.Find(host) is { IsLeaving: true, LeavingNode.Length: > 0 } leaving && !await Ask("allow-pods", leaving.LeavingNode))
            return false;
        return !context.Memory.Joins.TryGetValue(host, out var node) || await Ask("forget-node", node);
    }

    private Task<bool> Ask(string deed, string node) => context.Ask(context.Plan.Source, $"do\t0\t{deed}\t{context.Plan.Source}\t{node}");

    private async Task<bool> PutBack(string host)
    {
        context.Events.Tell(new HostBusy(host, "put back"));
        if (!(await context.Engine(host, ["recover"])).IsFine)
            return false;
        var status = await context.Calls.Engine(host, ["status"], "", null);
        if (HostAnswer.Delivered(status.Records) is not { } now)
            return false;
        var before = context.Memory.WayBack[host];
        return now <= before || (await Rollback(host, before) && (await context.Confirm(host)).IsFine);
    }

    private async Task<bool> Rollback(string host, int before) =>
        (await context.Engine(host, ["rollback", "--to", before.ToString(CultureInfo.InvariantCulture)])).IsFine;
}
