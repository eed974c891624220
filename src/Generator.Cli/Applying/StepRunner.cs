using System.Collections.Immutable;
using Generator.Core.Reporting.Runs;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;

namespace Generator.Cli.Applying;

/// <summary>Carries out a rollout: reads a line, sends it, and when a step fails sends its undo lines. It decides nothing else.</summary>
/// <param name="context">The run.</param>
/// <param name="held">The lock.</param>
internal sealed class StepRunner(RunContext context, RolloutLock held)
{
    private readonly LineSender sender = new(context);

    /// <summary>Carries out every step in scope.</summary>
    /// <exception cref="RunStoppedException">It does not go on.</exception>
    internal async Task Forward()
    {
        foreach (var step in context.Scope.Steps)
        {
            BeginStep(step, step.Title);
            foreach (var gone in context.Scope.GoneIn(step))
                context.Events.Say($"  {gone} is marked --gone: skipped");
            if (await CarryOut(step) is { } failed)
                await Fail(step, failed);
            context.Events.Tell(new StepEnded(step.Number));
        }
    }

    /// <summary>Carries out the undo lines of steps, the last step first.</summary>
    /// <exception cref="RunStoppedException">It does not go on.</exception>
    internal async Task Backward(RollbackPlan plan)
    {
        foreach (var (stage, number) in plan.Stages.Select((stage, index) => (stage, index + 1)))
        {
            BeginStep(stage.Step, $"back, {number} of {plan.Stages.Length}: {stage.Step.Title}");
            await RollBack(stage);
            context.Events.Tell(new StepEnded(stage.Step.Number));
        }

        var last = context.Plan.Steps[^1];
        if (!await sender.AskAll(last.Of(LineWord.Undone)))
            throw context.Stopped(last, ExitCode.ManualAction, "the cluster does not answer as it should");
    }

    // Between two steps the cluster is whole.
    private void BeginStep(RolloutStep step, string title)
    {
        if (!held.IsHeld)
            throw context.StoppedBefore(step, $"the lock on {held.Lost} is lost: check the connection to it");
        if (context.Stop.IsCancellationRequested)
            throw context.StoppedBefore(step, "stopped by the operator");
        context.Facts.BeginStep();
        context.IsChanging |= step.OnFailure != OnFailure.Refuse;
        context.Events.Tell(new StepStarted(step.Number, step.Phase, title));
    }

    // Null where all went well; else the hosts that are undone.
    private async Task<ImmutableHashSet<string>?> CarryOut(RolloutStep step)
    {
        foreach (var line in step.Of(LineWord.NewWhen).Where(context.Scope.Holds))
            context.Host(line.About).IsNew = await sender.Ask(line);
        foreach (var lines in AtOnce(step.Actions.Where(line => context.Scope.Holds(line) && context.IsMet(line))))
        {
            var done = await Task.WhenAll(lines.Select(async line => (line.About, IsDone: await sender.Send(line))));
            if (done.Any(line => !line.IsDone))
                return lines[0].Instruction is Deliver ? [.. done.Where(line => !line.IsDone).Select(line => line.About)] : UndoneBy(step);
        }

        return await sender.AskAll(step.Gates.Where(context.Scope.Holds)) ? null : UndoneBy(step);
    }

    private static ImmutableHashSet<string> UndoneBy(RolloutStep step) => [.. step.Of(LineWord.Undo).Select(line => line.About)];

    // Neighbours of one kind that go to different hosts go at once.
    private static IEnumerable<ImmutableArray<StepLine>> AtOnce(IEnumerable<StepLine> lines)
    {
        var together = ImmutableArray.CreateBuilder<StepLine>();
        foreach (var line in lines)
        {
            if (together.Count > 0 && (together[0].Instruction.Kind != line.Instruction.Kind || together.Any(other => other.Host == line.Host)))
                yield return together.DrainToImmutable();
            together.Add(line);
        }

        if (together.Count > 0)
            yield return together.DrainToImmutable();
    }

    private async Task Fail(RolloutStep step, ImmutableHashSet<string> failed)
    {
        context.Events.Tell(new StepFailed(step.Number));
        if (step.OnFailure == OnFailure.Refuse)
            throw RunStoppedException.Refused($"step {step.Number} failed. Fix the errors above and run again");
        if (step.OnFailure == OnFailure.Stop || !await Undo(step, failed))
            throw context.Stopped(step, ExitCode.ManualAction, "the cluster does not answer as it should; nothing was rolled back");
        throw context.Stopped(
            step, failed.Any(host => context.Host(host).Outcome == HostState.NotRolledBack) ? ExitCode.ManualAction : ExitCode.RolledBack, "");
    }

    // The host first: a kubelet that still runs would register its node again.
    private async Task<bool> Undo(RolloutStep step, ImmutableHashSet<string> failed)
    {
        var lines = step.Of(LineWord.Undo).Where(line => failed.Contains(line.About) && context.Scope.Holds(line) && context.IsMet(line)).ToArray();
        foreach (var line in lines)
        {
            var host = context.Host(line.About);
            if (host.Outcome == HostState.NotRolledBack)
                continue;
            if (host.IsInUse)
                context.Events.Say($"  {line.About}: another delivery is running there: left alone");
            var isDone = !host.IsInUse && await sender.Send(line);
            context.Became(line.About, isDone ? HostState.RolledBack : HostState.NotRolledBack);
        }

        return lines.Length > 0;
    }

    // The same undo lines, for what a whole rollout has delivered.
    private async Task RollBack(RollbackStage stage)
    {
        var codes = await Task.WhenAll(stage.Hosts.Select(sender.RollBackTo));
        if (codes.FirstOrDefault(code => code != ExitCode.Fine) is var code and not ExitCode.Fine)
            throw Failed(stage.Step, code);
        foreach (var host in stage.Hosts)
            context.Host(host.Host).IsNew = host.Stopped.Any();
        var hosts = stage.Hosts.Select(host => host.Host).ToHashSet(StringComparer.Ordinal);
        foreach (var line in Follow(stage.Step, LineWord.Undo, hosts).Where(line => line.Instruction is not Rollback))
        {
            if (!await sender.Send(line))
                throw Failed(stage.Step, ExitCode.ManualAction);
        }

        if (!await sender.AskAll(Follow(stage.Step, LineWord.Undone, hosts)))
            throw Failed(stage.Step, ExitCode.ManualAction);
    }

    private IEnumerable<StepLine> Follow(RolloutStep step, LineWord word, HashSet<string> hosts) =>
        step.Of(word).Where(line => hosts.Contains(line.About) && context.IsMet(line));

    private RunStoppedException Failed(RolloutStep step, int code)
    {
        context.Events.Tell(new StepFailed(step.Number));
        return context.Stopped(step, code, code == ExitCode.RolledBack
            ? "a host could not be rolled back and is as it was delivered; what was rolled back before it stays so"
            : "the rollback did not finish; what was rolled back stays so");
    }
}
