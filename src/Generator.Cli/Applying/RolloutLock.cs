using System.Text;
using Generator.Cli.Ssh;
using Generator.Core.Runs;

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
        var answer = new Answer(SshClient.ConnectionFailed, [], []);
        var session = await calls.Stay(source, RemoteCommand.Hold, async opened => answer = await Hear(opened, source, who, limit.Token), limit.Token);
        if (answer.Facts.Any(fact => fact is { Name: "lock", Value: "held" }))
            return new RolloutLock(session);
        using (session)
        {
            throw answer.Facts.Any(fact => fact is { Name: "lock", Value: "busy" })
                ? new RunStoppedException(ExitCode.Busy, Busy(answer))
                : RunStoppedException.Refused($"the lock on {source} could not be taken: {answer.Reason}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        end.Cancel();
        session.Cut();
        end.Dispose();
    }

    private static string Busy(Answer answer) =>
        $"busy: another rollout is running: {answer.Records.OfType<EngineText>().FirstOrDefault()?.Line}. "
        + "Nothing was changed on any host. Wait for its end. If its operator has gone, the lock is free within a minute: run again.";

    // Until the lock is held; or to the end of the answer, which tells who holds it.
    private static async Task<Answer> Hear(SshSession opened, string source, string who, CancellationToken stop)
    {
        var word = Hearing.NewWord();
        var isHeld = false;
        var hearing = new Hearing(source, word, record => isHeld |= record is EngineFact { Name: "lock", Value: "held" });
        await Introduce(opened, $"{word}\n{who}\n", stop);
        await foreach (var line in opened.Lines(stop))
        {
            if (hearing.Take(line) is { } code)
                return hearing.Ended(code, opened.Faults);
            if (isHeld)
                return hearing.Ended(ExitCode.Fine, []);
        }

        return hearing.Ended(null, (await opened.End(stop)).Faults);
    }

    private static async Task Introduce(SshSession opened, string words, CancellationToken stop)
    {
        try
        {
            await opened.Input.WriteAsync(Encoding.UTF8.GetBytes(words), stop);
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
