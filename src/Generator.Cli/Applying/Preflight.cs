using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Generator.Cli.Ssh;
using Generator.Core.Ordering;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>What every host is asked before anything is changed anywhere. Nothing is written to a host.</summary>
/// <param name="context">The run.</param>
internal sealed class Preflight(RunContext context)
{
    private const string Drift = "drift";
    private static readonly byte[] EveryByte = [.. Enumerable.Range(0, 1024).Select(value => (byte)value)];

    /// <summary>A host that cannot be reached, or is not the one that it was, is found before anything is sent to any host.</summary>
    /// <exception cref="RunStoppedException">There is one.</exception>
    internal async Task ReachAll()
    {
        // A dead machine leads nothing: no lease has this name.
        foreach (var gone in context.Gone)
            context.Paper.Name(gone.Name, $"gone.{gone.Name}");
        var reached = await Task.WhenAll(context.Plan.Hosts.Select(Reach));
        if (reached.Contains(false))
            throw RunStoppedException.Refused("every host must answer");
    }

    /// <summary>What each host has, and what it had before.</summary>
    /// <returns>Whether a host that may be changed differs from what is wanted.</returns>
    internal async Task<bool> LookAtAll()
    {
        var looked = await Task.WhenAll(context.Hosts.Select(LookAt));
        if (looked.Contains(false))
            throw NotExpected();
        return !context.Gone.IsEmpty || context.Hosts.Any(host => context.Scope.Holds(host) && context.Memory.Differs[host]);
    }

    /// <summary>What was changed on a host by somebody else is neither what the plan was made from nor what it wants.</summary>
    /// <exception cref="RunStoppedException">There is such a file, on a host that may be changed.</exception>
    internal void RefuseDrift()
    {
        if (HaveDrifted(context.Hosts.Where(context.Scope.Holds).SelectMany(host => context.Memory.Drifted[host].Select(path => (host, path)))))
            throw NotExpected();
    }

    /// <summary>Everything that would change, asked from the hosts themselves and told.</summary>
    /// <param name="hosts">The hosts.</param>
    /// <returns>All of it.</returns>
    internal async Task<ImmutableArray<ChangePlanned>> TellPlans(IEnumerable<string> hosts)
    {
        var asked = hosts.ToArray();
        var answers = await Task.WhenAll(asked.Select(host => context.Calls.Glance(host, ["plan", .. context.Flags], default, null, context.Stop)));
        var changes = ImmutableArray.CreateBuilder<ChangePlanned>();
        foreach (var (host, answer) in asked.Zip(answers))
            changes.AddRange(Planned(host, answer));
        var hasDrifted = HaveDrifted(changes.Where(change => change.Action == Drift).Select(change => (change.Host, change.Subject)));
        if (hasDrifted
            || changes.Any(change => change.Action == "refused")
            || answers.Any(answer => answer.Code is not (ExitCode.Fine or ExitCode.Differences)))
            throw NotExpected();
        return changes.ToImmutable();
    }

    /// <summary>What the other hosts are compared with; and the source proves that what is copied from it is what was captured.</summary>
    internal Task ProveSource() =>
        AskSource(context.Plan.Hosts.SelectMany(host => HostPlanFile.Copies(context.Folder.Tree, host.Name)).Distinct().Order(StringComparer.Ordinal));

    /// <summary>What the other hosts are compared with.</summary>
    /// <param name="copies">The digest and the path of every file that is proved there.</param>
    internal async Task AskSource(IEnumerable<string> copies)
    {
        var asked = string.Concat(copies.Prepend($"kubectl\t{context.Plan.Kubectl}").Select(line => $"{line}\n"));
        var answer = await context.Calls.Glance(context.Plan.Source, ["facts"], Encoding.UTF8.GetBytes(asked), null, context.Stop);
        if (!answer.IsFine)
        {
            TellRecords(context.Plan.Source, answer);
            throw RunStoppedException.Refused($"{context.Plan.Source} is not what the plan was made from, or does not say what it is");
        }

        context.Paper.Learn(answer.Facts, DateTimeOffset.UtcNow);
    }

    /// <summary>All questions of some steps to all their hosts at once; every fault is told, not the first alone.</summary>
    internal async Task<bool> AskAllOf(params IEnumerable<PlannedStep> steps)
    {
        var answers = await Task.WhenAll(steps.SelectMany(step => step.Gates).GroupBy(gate => gate.Host, StringComparer.Ordinal).Select(async gates => (Host: gates.Key, Answer: await context.AskByGlance(gates.Key, gates.Select(gate => gate.Record)))));
        foreach (var (host, answer) in answers.Where(answer => answer.Answer.IsFine))
            context.Events.Say($"  {host}: {answer.Events.Count(said => said is { Step: "gate", Result: "ok" })} answers, all good");
        return answers.All(answer => answer.Answer.IsFine);
    }

    /// <summary>A node whose request nobody has approved is no difference of its host. Nobody waits for the next lease where nothing has changed.</summary>
    internal Task<bool> HaveAllJoined() => AskAllOf(context.Plan.Steps
        .Where(step => step.Phase == Phase.NodeAgents && context.Scope.Holds(step))
        .Select(step => step with { Gates = [.. step.Gates.Where(gate => gate.Question != "node-lease-renewed")] }));

    // The way there and back is used as the work uses it: bytes of every value go there, and their digest comes back.
    private async Task<bool> Reach(PlannedHost host)
    {
        var answer = await context.Calls.Reach(host.Name, context.Stop);
        foreach (var line in answer.IsFine ? answer.Faults : [])
            context.Events.Say($"  {host.Name} (its login says): {line}");
        if (answer.IsFine)
            answer = await context.Calls.Glance(host.Name, ["channel"], EveryByte, null, context.Stop);
        if (answer.Facts.FirstOrDefault(fact => fact.Name == "name") is { } name)
            context.Paper.Name(host.Name, name.Value);
        if (answer.IsFine && !answer.Facts.Contains(new EngineFact("channel", Convert.ToHexStringLower(SHA256.HashData(EveryByte)))))
            answer = new Answer(SshClient.ConnectionFailed, [], ["what is sent there does not arrive as it was"]);
        context.Events.Tell(answer.IsFine ? new HostReached(host.Name) : new HostUnreachable(host.Name, answer.Reason, Advice(host, answer)));
        return answer.IsFine;
    }

    private async Task<bool> LookAt(string host)
    {
        var answer = await context.Calls.Glance(host, ["status", .. context.Flags], default, null, context.Stop);
        // A file whose lines are neither the old ones nor the new ones ends the comparison, and is named.
        var refused = answer.Events.Where(said => said is { Step: "compare", Result: "refused" }).ToArray();
        // Without a number the engine was not even heard.
        if ((answer.Code is not (ExitCode.Fine or ExitCode.Differences) && refused.Length == 0) || HostAnswer.Delivered(answer.Records) is not { } delivered)
        {
            TellRecords(host, answer);
            return false;
        }

        var obstacles = answer.Events.Where(said => said is { Step: "status", Result: "refused" }).ToArray();
        foreach (var obstacle in obstacles)
            context.Events.Tell(obstacle);
        if (obstacles.Length > 0)
            return false;
        context.Memory.Differs[host] = answer.Code != ExitCode.Fine;
        context.Memory.WayBack[host] = delivered;
        context.Memory.History[host] = KeptDelivery.Of(answer.Records);
        context.Events.Tell(new HostLooked(host, context.Memory.Differs[host], delivered));
        context.Memory.Drifted[host] = [.. answer.Events.Where(said => said is { Step: "status", Result: Drift }).Concat(refused).Select(said => said.Detail)];
        return true;
    }

    private bool HaveDrifted(IEnumerable<(string Host, string Path)> drifted)
    {
        var found = drifted.ToArray();
        foreach (var (host, path) in found)
            context.Events.Say($"  {host}: {path.Split(' ')[0]} was changed there since");
        return found.Length > 0;
    }

    private static RunStoppedException NotExpected() => RunStoppedException.Refused(
        "a host does not look as the plan expects: capture what has changed there and build again; or take it back there; or overwrite it, with host-engine.sh apply --overwrite on that host");

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

    private static string Advice(PlannedHost host, Answer answer)
    {
        var advice = new SshAdvice(host.User, host.Address, host.Port, $"{host.Name} in topology.yaml, then build again").For(
            string.Join('\n', answer.Faults),
            $"try: ssh -F ssh_config {host.Name} true, in the folder of the output (of a bundle: in out/ where it is unpacked)");
        return host.IsLeaving
            ? $"{advice}; {host.Name} leaves: if that machine is gone for good, pass --gone {host.Name}; "
                + "if it has left already, run haplane build --done"
            : advice;
    }
}
