using System.Text;
using Generator.Cli.Ssh;
using Generator.Core.Foundation.Wire;

namespace Generator.Cli.Applying;

/// <summary>The lock on one host, which stays as long as the host hears of this run.</summary>
internal sealed class HeldLock : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly SshSession session;
    private readonly CancellationTokenSource end = new();
    private readonly Task beating;

    internal HeldLock(string host, SshSession session)
    {
        (Host, this.session) = (host, session);
        beating = KeepBeating();
    }

    internal string Host { get; }

    /// <summary>Whether the host still hears of us.</summary>
    internal bool IsHeld => !session.IsOver && !beating.IsCompleted;

    /// <summary>Reads until the lock is held; or to the end of the answer, which tells who holds it.</summary>
    internal static async Task<Answer> Hear(SshSession opened, string host, string who, CancellationToken stop)
    {
        var word = Hearing.NewWord();
        var isHeld = false;
        var hearing = new Hearing(host, word, record => isHeld |= record is EngineFact { Name: "lock", Value: "held" });
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

    /// <inheritdoc/>
    public void Dispose()
    {
        end.Cancel();
        session.Cut();
        end.Dispose();
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
            // Another rollout has the lock, and the host reads nothing: its answer tells who.
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
            // The lock is lost, or given back: IsHeld says so.
            return;
        }
    }
}
