using Generator.Cli.Ssh;
using Generator.Core.Foundation.Wire;

namespace Generator.Cli.Applying;

/// <summary>One rollout of a cluster at a time: every master holds the lock as long as it hears of us, a beat a second.</summary>
internal sealed class RolloutLock : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly List<HeldLock> locks = [];

    /// <summary>Whether all of them still hear of us.</summary>
    internal bool IsHeld => locks.TrueForAll(held => held.IsHeld);

    /// <summary>A host that no longer does.</summary>
    internal string Lost => locks.Find(held => !held.IsHeld)?.Host ?? "";

    /// <summary>Takes the lock, host by host: two rollouts of one cluster ask in the same order, whatever their source is.</summary>
    /// <exception cref="RunStoppedException">Another rollout has it, or it cannot be taken.</exception>
    internal static async Task<RolloutLock> Take(HostCalls calls, IEnumerable<string> hosts, string who, CancellationToken stop)
    {
        var taken = new RolloutLock();
        try
        {
            foreach (var host in hosts)
                taken.locks.Add(await Take(calls, host, who, stop));
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var held in locks)
            held.Dispose();
    }

    private static async Task<HeldLock> Take(HostCalls calls, string host, string who, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Timeout);
        var answer = new Answer(SshClient.ConnectionFailed, [], []);
        var session = await calls.Stay(
            host, RemoteCommand.Hold, async opened => answer = await HeldLock.Hear(opened, host, who, limit.Token), limit.Token);
        if (answer.Facts.Any(fact => fact is { Name: "lock", Value: "held" }))
            return new HeldLock(host, session);
        using (session)
        {
            throw answer.Facts.Any(fact => fact is { Name: "lock", Value: "busy" })
                ? new RunStoppedException(ExitCode.Busy, Busy(answer))
                : RunStoppedException.Refused($"the lock on {host} could not be taken: {answer.Reason}");
        }
    }

    private static string Busy(Answer answer) =>
        $"busy: another rollout is running: {answer.Records.OfType<EngineText>().FirstOrDefault()?.Line}. "
        + "Nothing was changed on any host. Wait for its end. If its operator has gone, the lock is free within a minute: run again.";
}
