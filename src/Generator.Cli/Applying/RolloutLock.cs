using System.Text;

namespace Generator.Cli.Applying;

/// <summary>One rollout at a time: the source holds the lock as long as it hears of us, a beat a second.</summary>
internal sealed class RolloutLock : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly SshSession session;
    private readonly CancellationTokenSource end = new();
    private readonly Task beating;

    private RolloutLock(SshSession session)
    {
        this.session = session;
        beating = KeepBeating();
    }

    /// <summary>Whether the source still hears of us.</summary>
    internal bool IsHeld => !session.IsOver && !beating.IsCompleted;

    /// <summary>Takes the lock on the source.</summary>
    /// <exception cref="RunStoppedException">Somebody else has it, or it cannot be taken.</exception>
    internal static async Task<RolloutLock> Take(HostCalls calls, string source, string who, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        var said = "";
        var session = await calls.Stay(source, RemoteCommand.Hold, async opened => said = await FirstLine(opened, who, limit.Token), limit.Token);
        if (said == "held")
            return new RolloutLock(session);
        using (session)
        {
            var (code, faults) = await session.End(limit.Token);
            throw code == ExitCode.Busy
                ? new RunStoppedException(ExitCode.Busy, $"busy: another rollout is running: {said}. Nothing was changed on any host. Wait for its end; if nobody is there any more, the lock goes by itself within a minute.")
                : RunStoppedException.Refused($"the lock on {source} could not be taken: {(faults.IsEmpty ? said : faults[^1])}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        end.Cancel();
        session.Cut();
        end.Dispose();
    }

    private static async Task<string> FirstLine(SshSession opened, string who, CancellationToken stop)
    {
        await Introduce(opened, who, stop);
        await foreach (var line in opened.Lines(stop))
            return line;
        return "";
    }

    private static async Task Introduce(SshSession opened, string who, CancellationToken stop)
    {
        try
        {
            await opened.Input.WriteAsync(Encoding.UTF8.GetBytes($"{who}\n"), stop);
            await opened.Input.FlushAsync(stop);
        }
        catch (IOException)
        {
            // Somebody else has the lock, and nobody listens: what is said tells who.
            return;
        }
    }

    private async Task KeepBeating()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Beat, end.Token);
                await session.Input.WriteAsync("\n"u8.ToArray(), end.Token);
                await session.Input.FlushAsync(end.Token);
            }
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // The lock is lost, or given back: whoever asks is told so.
            return;
        }
    }
}
