using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Generator.Core.Ordering;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>What one step does to one host, through the engine there.</summary>
/// <param name="context">The run.</param>
internal sealed class HostChange(RunContext context)
{
    private static readonly TimeSpan BetweenBreaths = TimeSpan.FromSeconds(1);

    /// <summary>Brings a host what the step delivers, and keeps it over a connection of its own.</summary>
    /// <returns>Whether that went well; where not, what is left is the way back's.</returns>
    internal async Task<bool> Change(PlannedStep step, string host)
    {
        if (step.DeliveryTo(host) is not { } delivery)
            return true;
        context.Events.Tell(new HostBusy(host, "ask what is there"));
        // What an operator who is gone has begun comes to its end there first, and what nobody confirmed goes back: what is missing is known only then.
        if (!(await context.Engine(host, ["recover"])).IsFine)
            return false;
        if (step.Actions.Any(action => action.Host == host && action.Verb == Verb.Copy) && !await CopyMissing(host))
            return false;
        return await Deliver(delivery);
    }

    /// <summary>What is left of a step's actions once the engines have delivered.</summary>
    internal async Task<bool> Follow(PlannedStep step, PlannedAction action, string[] hosts)
    {
        switch (action.Verb)
        {
            case Verb.Soak:
                await Soak(action);
                return true;
            // The kubelet of a dead machine ends no pod: they go with the node.
            case Verb.DrainNode when context.Gone.Any(gone => gone.LeavingNode == action.Arguments[0]):
                return true;
            case Verb.DrainNode or Verb.ForgetNode:
                return await context.Ask(action.Host, action.Record);
            case Verb.ApproveCsr when hosts.Length > 0:
                return await Approve(step, action, hosts[0]);
            default:
                return true;
        }
    }

    // What has to come from the source goes through a pipe, and lies nowhere on the way.
    private async Task<bool> CopyMissing(string host)
    {
        var answer = await context.Engine(host, ["missing"]);
        if (!answer.IsFine || answer.Paths.IsEmpty)
            return answer.IsFine;
        var copies = HostPlanFile.Copies(context.Folder.Tree, host).ToDictionary(copy => copy.Split('\t')[1], StringComparer.Ordinal);
        if (answer.Paths.FirstOrDefault(path => !copies.ContainsKey(path)) is { } unknown)
        {
            var why = $"{unknown} is not copied to this host by its plan: nothing is sent there";
            context.Events.Tell(new EngineSaid(host, "missing", "failed", "not-copied", why));
            return false;
        }

        // A file whose digest the plan does not know comes from the source alone.
        var edited = copies.Values.Where(copy => copy.StartsWith('-')).ToArray();
        var brought = context.Brought.Of(answer.Paths.Where(path => !copies[path].StartsWith('-')));
        var wanted = answer.Paths.Except(brought).ToArray();
        if (await DigestsOf(edited) is not { } digests)
            return false;
        SayFrom(host, "the bundle", brought.Length);
        SayFrom(host, context.Plan.Source, wanted.Length);
        context.Events.Tell(new HostBusy(host, $"copy: {answer.Paths.Length} files"));
        var (sent, received) = await context.Calls.Stream(
            context.Plan.Source, host, wanted, (target, stop) => Before(digests, brought, target, stop), context.Events.Hear);
        if (!sent.IsFine)
            context.Events.Tell(new EngineSaid(context.Plan.Source, "send", "failed", "", sent.Reason));
        if (!received.IsFine && !received.Faults.IsEmpty)
            context.Events.Tell(new EngineSaid(host, "receive", "failed", "", received.Reason));
        return sent.IsFine && received.IsFine;
    }

    // What the source has where the plan knows no digest, because the copy is edited on the way.
    private async Task<string?> DigestsOf(string[] copies)
    {
        if (copies.Length == 0)
            return "";
        var answer = await context.Engine(context.Plan.Source, ["facts"], string.Concat(copies.Select(copy => $"{copy}\n")));
        var files = answer.Facts.Where(fact => fact.Name == "file").Select(fact => $"file\t{fact.Value.Replace(' ', '\t')}\n");
        return answer.IsFine ? string.Concat(files) : null;
    }

    private async Task Before(string digests, ImmutableArray<string> brought, Stream target, CancellationToken stop)
    {
        await target.WriteAsync(Encoding.UTF8.GetBytes($"{digests}\n"), stop);
        await context.Brought.Send(brought, target, stop);
    }

    private void SayFrom(string host, string from, int files)
    {
        if (files > 0)
            context.Events.Say($"  {host}: {files} files come from {from}");
    }

    private async Task<bool> Deliver(PlannedDelivery delivery)
    {
        var host = delivery.Host;
        context.Events.Tell(new HostBusy(host, delivery.Units == "none" ? "apply: files" : $"apply: {delivery.Units}"));
        var applied = await context.Engine(host, ["apply", "--group", delivery.Group, "--units", delivery.Units, .. context.Flags]);
        if (applied.Says("lock", "busy"))
            context.Memory.Became[host] = TakeBack.SomebodyElse;
        if (!applied.IsFine)
            return false;
        if (applied.Says("apply", "same"))
            return true;
        if (applied.Says("deliver", "ok"))
            Became(host, context.Plan.Find(host) is { IsLeaving: true } ? "left" : HostBecame.New);
        var confirmed = await context.Confirm(host);
        if (HostAnswer.Delivered(confirmed.Records) is { } kept)
            context.Memory.Kept[host] = kept;
        return confirmed.IsFine;
    }

    private void Became(string host, string state)
    {
        context.Memory.Became[host] = state;
        context.Events.Tell(new HostBecame(host, state));
    }

    // When the kubelet of a host was started: older requests are not of this kubelet.
    private async Task<bool> Approve(PlannedStep step, PlannedAction action, string host)
    {
        if (step.DeliveryTo(host) is not { } delivery)
            return true;
        var started = await context.Engine(host, ["started", "--group", delivery.Group, "--units", delivery.UnitList[0]]);
        if (!started.IsFine)
            return false;
        context.Events.Tell(new HostBusy(host, $"approve-csr: {action.Arguments[0]}"));
        return await context.Ask(action.Host, [.. started.Facts.Select(fact => fact.Line), action.Record]);
    }

    // Nothing is watched that has not changed in this run.
    private async Task Soak(PlannedAction action)
    {
        if (context.Memory.Became.IsEmpty)
            return;
        var seconds = int.Parse(action.Arguments[0], NumberStyles.None, CultureInfo.InvariantCulture);
        context.Events.Tell(new HostBusy(action.Host, $"soak: {seconds} s"));
        for (var second = 0; second < seconds && !context.Stop.IsCancellationRequested; second++)
            await Task.Delay(BetweenBreaths);
    }
}
