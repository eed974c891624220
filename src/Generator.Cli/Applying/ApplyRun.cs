using System.Collections.Immutable;
using Generator.Core.Reports;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>Brings the hosts to what a result says.</summary>
/// <param name="context">The run.</param>
/// <param name="approval">Whether a person wants it.</param>
internal sealed class ApplyRun(RunContext context, Approval approval)
{
    private const string Nothing = "Nothing to do.";
    private readonly Preflight preflight = new(context);

    /// <summary>Asks every host what would change there, and writes nothing anywhere.</summary>
    internal async Task<(int Code, string Text)> Look()
    {
        Note();
        await preflight.ReachAll();
        var changes = await preflight.TellPlans(context.Hosts.Where(context.Scope.Holds));
        if (changes.IsEmpty)
            return (ExitCode.Fine, Nothing);
        await preflight.ProveSource();
        return (ExitCode.Differences, $"{Summary(changes)}. Nothing was written anywhere.");
    }

    /// <summary>Carries it out.</summary>
    /// <param name="who">Who is named to a second operator.</param>
    internal async Task<(int Code, string Text)> Run(string who)
    {
        var began = TimeProvider.System.GetTimestamp();
        approval.RefuseWithoutPerson();
        Note();
        await preflight.ReachAll();
        using var held = await RolloutLock.Take(context.Calls, context.Plan.Source, who, context.Stop);
        var differs = await preflight.LookAtAll();
        preflight.RefuseDrift();
        context.Events.Say($"{context.Hosts.Count(host => context.Memory.Differs[host])} of {context.Plan.Hosts.Length} hosts differ from what is wanted.");
        if (!differs && await preflight.HaveAllJoined())
            return await AskWhereNothingChanges();
        await Approve();
        await preflight.ProveSource();
        await new StepRunner(context, preflight, held).Run();
        return (ExitCode.Fine, $"done in {RunText.Time(TimeProvider.System.GetElapsedTime(began))}");
    }

    private void Note()
    {
        foreach (var note in context.Plan.Notes)
            context.Events.Say(note);
    }

    private async Task Approve()
    {
        var changes = await preflight.TellPlans(context.Hosts.Where(host => context.Scope.Holds(host) && context.Memory.Differs[host]));
        context.Events.Say($"{Summary(changes)}, in {context.Plan.Steps.Count(context.Scope.Holds)} steps. Nothing is changed before every host has answered.");
        await approval.Ask($"Change {context.Plan.Cluster} like this?", context.Stop);
    }

    // The hosts are as wanted: what remains is whether the cluster is.
    private async Task<(int Code, string Text)> AskWhereNothingChanges()
    {
        if (!context.Scope.IsWhole || await preflight.AskAllOf(context.Plan.Steps[^1]))
            return (ExitCode.Fine, Nothing);
        throw new RunStoppedException(ExitCode.NeedsAPerson, "The hosts are as wanted, and the cluster does not answer as it should: see what failed above. Nothing was changed on any host.");
    }

    private static string Summary(ImmutableArray<ChangePlanned> changes)
    {
        var files = changes.Count(change => change.Subject.StartsWith('/'));
        var hosts = changes.Select(change => change.Host).Distinct().Count();
        return $"{files} files change and {changes.Length - files} services start, reload, restart or stop on {hosts} hosts";
    }
}
