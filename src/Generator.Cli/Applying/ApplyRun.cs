using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Reporting.Reports;
using Generator.Core.Reporting.Runs;
using Generator.Core.Rollout;

namespace Generator.Cli.Applying;

/// <summary>Brings the hosts to what an output says.</summary>
/// <param name="context">The run.</param>
/// <param name="approval">Whether the operator wants it.</param>
internal sealed class ApplyRun(RunContext context, Approval approval)
{
    private const string Nothing = "Nothing to do.";
    private readonly Preflight preflight = new(context);
    private readonly LineSender sender = new(context);

    /// <summary>Asks every host what would change there, and writes nothing anywhere.</summary>
    internal async Task<(int Code, string Text)> Look()
    {
        SayRemarks();
        await preflight.ReachAll();
        var changes = await preflight.TellPlans(context.Hosts.Where(context.Scope.Holds));
        if (changes.IsEmpty)
            return (ExitCode.Fine, Nothing);
        SaySteps();
        await preflight.ProveSource();
        return (ExitCode.Differences, $"{Summary(changes)}. Nothing was written anywhere.");
    }

    /// <summary>Carries it out.</summary>
    /// <param name="who">Who is named to a second operator.</param>
    internal async Task<(int Code, string Text)> Run(string who)
    {
        var began = TimeProvider.System.GetTimestamp();
        approval.RefuseWithoutTerminal();
        SayRemarks();
        await preflight.ReachAll();
        using var held = await RolloutLock.Take(context.Calls, context.Scope.Locks, who, context.Stop);
        await preflight.LookAtAll();
        preflight.RefuseDrift();
        context.Events.Say($"{context.Hosts.Count(host => context.Host(host).Differs)} of {context.Plan.Hosts.Length} hosts differ from the plan.");
        if (!preflight.FindsWork && await IsAllDone())
            return await CheckWhereNothingChanges();
        await Approve();
        await preflight.ProveSource();
        await new StepRunner(context, held).Forward();
        return (ExitCode.Fine, $"done in {RunText.Time(TimeProvider.System.GetElapsedTime(began))}");
    }

    private void SayRemarks()
    {
        foreach (var remark in context.Plan.Remarks)
            context.Events.Say(remark);
    }

    private void SaySteps()
    {
        context.Events.Say("The steps:");
        foreach (var step in context.Scope.Steps)
            context.Events.Say(string.Create(CultureInfo.InvariantCulture, $"{step.Number,4}. {step.Title}"));
    }

    private async Task Approve()
    {
        var changes = await preflight.TellPlans(context.Hosts.Where(host => context.Scope.Holds(host) && context.Host(host).Differs));
        SaySteps();
        context.Events.Say($"{Summary(changes)}. No host is changed before every host has passed its preflight checks.");
        await approval.Ask($"Apply these changes to {context.Plan.Cluster}?", context.Stop);
    }

    private async Task<bool> IsAllDone()
    {
        foreach (var step in context.Scope.Steps)
        {
            if (!await sender.AskAll(step.Of(LineWord.DoneWhen).Where(context.Scope.Holds)))
                return false;
        }

        return true;
    }

    private async Task<(int Code, string Text)> CheckWhereNothingChanges()
    {
        var last = context.Plan.Steps[^1];
        return await sender.AskAll(last.Gates.Where(context.Scope.Holds))
            ? (ExitCode.Fine, Nothing)
            : throw new RunStoppedException(
                ExitCode.ManualAction,
                "The hosts are as planned, but the cluster does not answer as it should. See the errors above. Nothing was changed on any host.");
    }

    private static string Summary(ImmutableArray<ChangePlanned> changes)
    {
        var files = changes.Count(change => change.Subject.StartsWith('/'));
        var hosts = changes.Select(change => change.Host).Distinct().Count();
        return $"{files} files change and {changes.Length - files} services start, reload, restart or stop on {hosts} hosts";
    }
}
