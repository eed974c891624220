using System.Collections.Immutable;
using System.Text;
using Generator.Core.Reporting.Runs;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;

namespace Generator.Cli.Applying;

/// <summary>One delivery to one host, through the engine there.</summary>
/// <param name="context">The run.</param>
internal sealed class HostDelivery(RunContext context)
{
    /// <summary>Copies what is missing, applies, and confirms over a new connection.</summary>
    /// <returns>Whether that went well; where not, the undo lines take back what is left.</returns>
    internal async Task<bool> Bring(Deliver deliver)
    {
        context.Events.Tell(new HostBusy(deliver.Host, "recover"));
        // What an earlier run has left ends there first: what is missing is known only then.
        if (!(await context.Engine(deliver.Host, ["recover"])).IsFine)
            return false;
        // A step that fails is rolled back to this number.
        var (state, earlier) = (context.Host(deliver.Host), context.Host(deliver.Host).Before);
        state.Before = state.Delivered;
        return (deliver.Source is null || await CopyMissing(deliver.Host, deliver.Source)) && await Apply(deliver, earlier);
    }

    private async Task<bool> Apply(Deliver deliver, int earlier)
    {
        var (host, state) = (deliver.Host, context.Host(deliver.Host));
        context.Events.Tell(new HostBusy(host, deliver.Units.IsEmpty ? "apply: files" : $"apply: {deliver.UnitList}"));
        var applied = await context.Engine(
            host, [
                "apply",
                "--group",
                Spelling.Of(deliver.Group),
                "--units",
                deliver.UnitList,
                .. context.Options.Flags,
                .. context.Options.ApplyWords,
            ]);
        state.IsInUse = applied.Says("lock", "busy");
        if (!applied.IsFine)
            return false;
        if (applied.Says("apply", "same"))
        {
            state.Before = earlier;
            return true;
        }

        var confirmed = await context.Confirm(host);
        if (HostAnswer.Delivered(confirmed.Records) is { } number)
            state.Delivered = number;
        state.IsChanged = true;
        context.Became(host, context.Plan.Find(host) is { IsLeaving: true } ? "left" : HostBecame.Changed);
        return confirmed.IsFine;
    }

    // What has to come from the source goes through a pipe, and is stored nowhere on the way.
    private async Task<bool> CopyMissing(string host, string source)
    {
        var answer = await context.Engine(host, ["missing"]);
        if (!answer.IsFine || answer.Paths.IsEmpty)
            return answer.IsFine;
        var copies = HostPlanFile.Copies(context.Folder.Tree, host).ToDictionary(copy => copy.Split('\t')[1], StringComparer.Ordinal);
        if (answer.Paths.FirstOrDefault(path => !copies.ContainsKey(path)) is { } unknown)
        {
            context.Events.Tell(
                new EngineSaid(host, "missing", "failed", "not-copied", $"{unknown} is not in the plan of this host: nothing is sent there"));
            return false;
        }

        // A file whose digest the plan does not know comes from the source alone.
        var edited = copies.Values.Where(copy => copy.StartsWith('-')).ToArray();
        ImmutableArray<string> packed = [.. answer.Paths.Where(path => !copies[path].StartsWith('-') && context.Payload.Holds(path))];
        return await DigestsOf(source, edited) is { } digests && await Copy(host, source, digests, packed, [.. answer.Paths.Except(packed)]);
    }

    private async Task<bool> Copy(string host, string source, string digests, ImmutableArray<string> packed, ImmutableArray<string> wanted)
    {
        SayFrom(host, "the bundle", packed.Length);
        SayFrom(host, source, wanted.Length);
        context.Events.Tell(new HostBusy(host, $"copy: {packed.Length + wanted.Length} files"));
        var (sent, received) = await context.Calls.Stream(
            source, host, wanted, (target, stop) => Before(digests, packed, target, stop), context.Events.Hear);
        if (!sent.IsFine)
            context.Events.Tell(new EngineSaid(source, "send", "failed", "", sent.Reason));
        if (!received.IsFine && !received.Faults.IsEmpty)
            context.Events.Tell(new EngineSaid(host, "receive", "failed", "", received.Reason));
        return sent.IsFine && received.IsFine;
    }

    // What the source has where the plan knows no digest, because the copy is edited on the way.
    private async Task<string?> DigestsOf(string source, string[] copies)
    {
        if (copies.Length == 0)
            return "";
        var answer = await context.Engine(source, ["facts"], string.Concat(copies.Select(copy => $"{copy}\n")));
        var files = answer.Facts.Where(fact => fact.Name == "file").Select(fact => $"file\t{fact.Value.Replace(' ', '\t')}\n");
        return answer.IsFine ? string.Concat(files) : null;
    }

    private async Task Before(string digests, ImmutableArray<string> packed, Stream target, CancellationToken stop)
    {
        await target.WriteAsync(Encoding.UTF8.GetBytes($"{digests}\n"), stop);
        await context.Payload.Send(packed, target, stop);
    }

    private void SayFrom(string host, string from, int files)
    {
        if (files > 0)
            context.Events.Say($"  {host}: {files} files come from {from}");
    }
}
