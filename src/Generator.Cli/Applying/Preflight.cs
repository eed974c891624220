using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Generator.Cli.Ssh;
using Generator.Core.Foundation.Wire;
using Generator.Core.Reporting.Runs;
using Generator.Core.Rollout;

namespace Generator.Cli.Applying;

/// <summary>What every host is asked before anything is changed anywhere. Nothing is written to a host.</summary>
/// <param name="context">The run.</param>
internal sealed class Preflight(RunContext context)
{
    private const string Drift = "drift";
    private static readonly byte[] EveryByte = [.. Enumerable.Range(0, 1024).Select(value => (byte)value)];

    /// <summary>Whether a host that may be changed differs from the plan, or one is gone.</summary>
    internal bool FindsWork => !context.Scope.Gone.IsEmpty || context.Hosts.Any(host => context.Scope.Holds(host) && context.Host(host).Differs);

    /// <summary>A host that cannot be reached, or is not the one that it was, is found before anything is sent to any host.</summary>
    /// <exception cref="RunStoppedException">There is one.</exception>
    internal async Task ReachAll()
    {
        // A machine that is gone leads nothing: no lease has this name.
        foreach (var gone in context.Scope.Gone)
            context.Facts.Name(gone, $"gone.{gone}");
        if ((await AskAll("reached", context.Hosts, host => Reach(Find(host)))).Contains(false))
            throw RunStoppedException.Refused("every host must answer");
    }

    /// <summary>What each host has, and what it had before.</summary>
    /// <exception cref="RunStoppedException">A host does not say.</exception>
    internal async Task LookAtAll()
    {
        if ((await AskAll("checked", context.Hosts, LookAt)).Contains(false))
            throw NotExpected();
    }

    /// <summary>A file that was changed on a host is neither what the plan was made from nor what it wants.</summary>
    /// <exception cref="RunStoppedException">There is such a file, on a host that may be changed.</exception>
    internal void RefuseDrift()
    {
        if (TellDrift(context.Hosts.Where(context.Scope.Holds).SelectMany(host => context.Host(host).Drifted.Select(path => (host, path)))))
            throw NotExpected();
    }

    /// <summary>Everything that would change, as the hosts themselves report it.</summary>
    internal async Task<ImmutableArray<ChangePlanned>> TellPlans(IEnumerable<string> hosts)
    {
        var asked = hosts.ToArray();
        var answers = await AskAll(
            "compared", asked, host => context.Calls.Glance(host, ["plan", .. context.Options.Flags], default, null, HostCalls.Asking, context.Cut));
        var changes = ImmutableArray.CreateBuilder<ChangePlanned>();
        foreach (var (host, answer) in asked.Zip(answers))
            changes.AddRange(Planned(host, answer));
        var hasDrifted = TellDrift(changes.Where(change => change.Action == Drift).Select(change => (change.Host, change.Subject)));
        if (hasDrifted
            || changes.Any(change => change.Action == "refused")
            || answers.Any(answer => answer.Code is not (ExitCode.Fine or ExitCode.Differences)))
            throw NotExpected();
        return changes.ToImmutable();
    }

    /// <summary>What the other hosts are compared with; and the source master proves that what is copied from it is what was captured.</summary>
    internal Task ProveSource() =>
        AskSource(context.Hosts.SelectMany(host => HostPlanFile.Copies(context.Folder.Tree, host)).Distinct().Order(StringComparer.Ordinal));

    /// <summary>What the other hosts are compared with.</summary>
    /// <param name="copies">The digest and the path of every file that is proved there.</param>
    internal async Task AskSource(IEnumerable<string> copies)
    {
        var asked = string.Concat(copies.Prepend($"kubectl\t{context.Plan.Kubectl}").Select(line => $"{line}\n"));
        var answer = await context.Calls.Glance(context.Plan.Source, ["facts"], Encoding.UTF8.GetBytes(asked), null, HostCalls.Asking, context.Cut);
        if (!answer.IsFine)
        {
            TellRecords(context.Plan.Source, answer);
            throw RunStoppedException.Refused($"{context.Plan.Source} has changed since it was captured, or could not be read");
        }

        context.Facts.Learn(answer.Facts, DateTimeOffset.UtcNow);
    }

    /// <summary>Which of some hosts can be reached and say what they keep.</summary>
    internal async Task<ImmutableArray<string>> Answering(IEnumerable<string> hosts)
    {
        var asked = hosts.ToArray();
        var answers = await AskAll("reached", asked, async host => await Reach(Find(host)) && await LookAt(host));
        return [.. asked.Zip(answers).Where(pair => pair.Second).Select(pair => pair.First)];
    }

    private PlannedHost Find(string host) => context.Plan.Find(host) ?? throw new ArgumentException($"there is no host {host}", nameof(host));

    private async Task<ImmutableArray<T>> AskAll<T>(string what, IEnumerable<string> hosts, Func<string, Task<T>> ask)
    {
        var asked = hosts.ToArray();
        var answered = 0;
        return [.. await Task.WhenAll(asked.Select(async host =>
        {
            var answer = await ask(host);
            context.Events.Tell(new HostsAsked(what, Interlocked.Increment(ref answered), asked.Length));
            return answer;
        }))];
    }

    // The connection is used as the work uses it: bytes of every value go there, and their digest comes back.
    private async Task<bool> Reach(PlannedHost host)
    {
        var answer = await context.Calls.Reach(host.Name, context.Cut);
        foreach (var line in answer.IsFine ? answer.Faults : [])
            context.Events.Say($"  {host.Name} (its login prints): {line}");
        if (answer.IsFine)
            answer = await context.Calls.Glance(host.Name, ["channel"], EveryByte, null, HostCalls.Asking, context.Cut);
        if (answer.Facts.FirstOrDefault(fact => fact.Name == "name") is { } name)
            context.Facts.Name(host.Name, name.Value);
        if (answer.IsFine && !answer.Facts.Contains(new EngineFact("channel", Convert.ToHexStringLower(SHA256.HashData(EveryByte)))))
            answer = new Answer(SshClient.ConnectionFailed, [], ["what is sent there does not arrive as it was"]);
        context.Events.Tell(
            answer.IsFine ? new HostReached(host.Name) : new HostUnreachable(host.Name, answer.Reason, ReachAdvice.For(host, answer)));
        return answer.IsFine;
    }

    private async Task<bool> LookAt(string host)
    {
        var answer = await context.Calls.Glance(host, ["status", .. context.Options.Flags], default, null, HostCalls.Asking, context.Cut);
        // A file whose lines are neither the old ones nor the new ones ends the comparison, and is named.
        var refused = answer.Events.Where(said => said is { Step: "compare", Result: "refused" }).ToArray();
        // Without a number the engine did not even start.
        if ((answer.Code is not (ExitCode.Fine or ExitCode.Differences) && refused.Length == 0)
            || HostAnswer.Delivered(answer.Records) is not { } delivered)
        {
            TellRecords(host, answer);
            return false;
        }

        var obstacles = answer.Events.Where(said => said is { Step: "status", Result: "refused" }).ToArray();
        foreach (var obstacle in obstacles)
            context.Events.Tell(obstacle);
        var state = context.Host(host);
        state.Differs = answer.Code != ExitCode.Fine;
        (state.AtBegin, state.Before, state.Delivered) = (delivered, delivered, delivered);
        state.History = KeptDelivery.Of(answer.Records);
        state.Drifted = [.. answer.Events.Where(said => said is { Step: "status", Result: Drift }).Concat(refused).Select(said => said.Detail)];
        context.Events.Tell(new HostLooked(host, state.Differs, delivered));
        return obstacles.Length == 0;
    }

    private bool TellDrift(IEnumerable<(string Host, string Path)> drifted)
    {
        var found = drifted.ToArray();
        foreach (var (host, path) in found)
            context.Events.Say($"  {host}: drift: {path.Split(' ')[0]} was changed on the host{(Overwrites ? " and will be replaced" : "")}");
        return found.Length > 0 && !Overwrites;
    }

    private bool Overwrites => context.Options.Overwrites;

    private static RunStoppedException NotExpected() => RunStoppedException.Refused(
        "a host does not look as the plan expects. haplane verify OUT shows each difference. Capture what has changed there and build again, "
        + "or undo it there, or replace it with --overwrite");

    private ImmutableArray<ChangePlanned> Planned(string host, Answer answer)
    {
        if (answer.Code is not (ExitCode.Fine or ExitCode.Differences))
        {
            TellRecords(host, answer);
            return [];
        }

        var changes = HostAnswer.Changes(answer.Records);
        foreach (var change in changes)
            context.Events.Tell(change);
        return changes;
    }

    private void TellRecords(string host, Answer answer)
    {
        foreach (var record in answer.Records)
            context.Events.Hear(record);
        foreach (var fault in answer.Faults)
            context.Events.Say($"  {host}: {fault}");
    }
}
