using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Reporting.Reports;
using Generator.Core.Reporting.Runs;

namespace Generator.Cli.Applying;

/// <summary>Rolls back what was delivered, in the reverse of the order in which it came.</summary>
/// <param name="context">The run.</param>
/// <param name="approval">Whether the operator wants it.</param>
/// <param name="to">The output that stays; null where the last one is rolled back.</param>
internal sealed class RollbackRun(RunContext context, Approval approval, string? to)
{
    private readonly Preflight preflight = new(context);

    /// <summary>Carries it out.</summary>
    /// <param name="who">Who is named to a second operator.</param>
    internal async Task<(int Code, string Text)> Run(string who)
    {
        var began = TimeProvider.System.GetTimestamp();
        approval.RefuseWithoutTerminal();
        await preflight.ReachAll();
        using var held = await RolloutLock.Take(context.Calls, context.Scope.Locks, who, context.Stop);
        var plan = await FindPlan();
        if (plan.Stages.IsEmpty)
            return (ExitCode.Fine, "Nothing to roll back.");
        await Approve(plan);
        await preflight.AskSource([]);
        await StageAll();
        await new StepRunner(context, held).Backward(plan);
        return (ExitCode.Fine, $"done in {RunText.Time(TimeProvider.System.GetElapsedTime(began))}");
    }

    private async Task<RollbackPlan> FindPlan()
    {
        await preflight.LookAtAll();
        var kept = context.Hosts.ToImmutableDictionary(host => host, host => context.Host(host).History, StringComparer.Ordinal);
        var plan = to is null ? RollbackPlan.OfLast(context.Plan, kept, context.Folder.Digest) : RollbackPlan.To(context.Plan, kept, to);
        return plan.Fault.Length == 0 ? plan : throw RunStoppedException.Refused(plan.Fault);
    }

    private async Task Approve(RollbackPlan plan)
    {
        foreach (var host in plan.Stages.SelectMany(stage => stage.Hosts))
            context.Events.Tell(new ChangePlanned(host.Host, "roll back", host.Subject, []));
        var hosts = plan.Stages.SelectMany(stage => stage.Hosts).Select(host => host.Host).Distinct().Count();
        context.Events.Say(string.Create(CultureInfo.InvariantCulture, $"{hosts} hosts are rolled back, in {plan.Stages.Length} steps."));
        await approval.Ask($"Roll back {context.Plan.Cluster} like this?", context.Stop);
    }

    // The engine rolls back by its own records; it has to be the one that knows them.
    private async Task StageAll()
    {
        var hosts = context.Hosts.ToArray();
        var answers = await Task.WhenAll(hosts.Select(host => context.Calls.Bring(host, context.Cut)));
        foreach (var (host, answer) in hosts.Zip(answers))
            context.Host(host).IsStaged = answer.IsFine
                ? true
                : throw RunStoppedException.Refused($"{host} did not take the engine: {answer.Reason}");
    }
}
