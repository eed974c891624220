using System.Globalization;
using Generator.Core.Reporting.Runs;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;

namespace Generator.Cli.Applying;

/// <summary>Sends one line of a rollout to its host. The few kinds that a driver carries out itself are here; all others are the engine's.</summary>
/// <param name="context">The run.</param>
internal sealed class LineSender(RunContext context)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly HostDelivery delivery = new(context);

    /// <summary>Sends an action.</summary>
    /// <returns>Whether it went well.</returns>
    internal Task<bool> Send(StepLine line) => line.Instruction switch
    {
        Stage => BringFiles(line.Host),
        Deliver deliver => delivery.Bring(deliver),
        Soak soak => Wait(soak),
        Identify identify => Learn(identify),
        Rollback rollback => RollBack(line.Host, rollback.To),
        _ => Ask(line),
    };

    /// <summary>Has the engine of a host answer a line.</summary>
    internal Task<bool> Ask(StepLine line) => context.Ask(line.Host, [line]);

    /// <summary>Asks gates: all hosts at once, and all gates of a host together.</summary>
    internal async Task<bool> AskAll(IEnumerable<StepLine> gates)
    {
        var answers = await Task.WhenAll(gates.GroupBy(gate => gate.Host, StringComparer.Ordinal).Select(host => context.Ask(host.Key, [.. host])));
        return answers.All(isFine => isFine);
    }

    /// <summary>Rolls a host back to a delivery that stays.</summary>
    /// <returns>An exit code.</returns>
    internal async Task<int> RollBackTo(HostRollback rollback)
    {
        context.Events.Tell(new HostBusy(rollback.Host, $"roll back: {rollback.Subject}"));
        if (!(await context.Engine(rollback.Host, ["recover"])).IsFine)
            return ExitCode.ManualAction;
        var answer = await context.Engine(rollback.Host, ["rollback", "--to", Text(rollback.To)]);
        if (!answer.IsFine)
            return answer.Code == ExitCode.RolledBack ? ExitCode.RolledBack : ExitCode.ManualAction;
        if (!(await context.Confirm(rollback.Host)).IsFine)
            return ExitCode.ManualAction;
        context.Became(rollback.Host, "as before");
        return ExitCode.Fine;
    }

    private async Task<bool> BringFiles(string host)
    {
        var answer = await context.Calls.Bring(host, context.Cut);
        if (!answer.IsFine)
            context.Events.Tell(new EngineSaid(host, "receive", "failed", "", answer.Reason));
        context.Host(host).IsStaged = answer.IsFine;
        return answer.IsFine;
    }

    private async Task<bool> Wait(Soak soak)
    {
        context.Events.Tell(new HostBusy(soak.Host, $"watch: {Text(soak.Seconds)} s"));
        for (var second = 0; second < soak.Seconds && !context.Stop.IsCancellationRequested; second++)
            await Task.Delay(Second);
        return true;
    }

    private async Task<bool> Learn(Identify identify)
    {
        var answer = await context.Engine(identify.Host, ["started", "--group", Spelling.Of(identify.Group), "--units", identify.Unit]);
        context.Facts.LearnForStep(answer.Facts);
        return answer.IsFine;
    }

    private async Task<bool> RollBack(string host, RollbackTarget target)
    {
        context.Events.Tell(new HostBusy(host, "roll back"));
        if (!(await context.Engine(host, ["recover"])).IsFine)
            return false;
        var status = await context.Calls.Engine(host, ["status"], "", HostCalls.Asking, null);
        if (HostAnswer.Delivered(status.Records) is not { } now)
            return false;
        var state = context.Host(host);
        var to = target == RollbackTarget.Run ? state.AtBegin : state.Before;
        return now <= to || ((await context.Engine(host, ["rollback", "--to", Text(to)])).IsFine && (await context.Confirm(host)).IsFine);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
