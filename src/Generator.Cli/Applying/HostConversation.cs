using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Generator.Cli.Ssh;
using Generator.Core.Foundation.Wire;

namespace Generator.Cli.Applying;

/// <summary>A connection over which a host is asked: a shell of root there has each question answered by an engine that is gone afterwards.</summary>
/// <param name="host">The host.</param>
/// <param name="session">The connection, on which <see cref="RemoteCommand.Converse"/> runs.</param>
internal sealed class HostConversation(string host, SshSession session) : IDisposable
{
    // ssh stays beyond the end of what it runs as long as others go over its connection.
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim turn = new(1);
    private bool isCut;
    private bool hasEnded;

    /// <summary>Whether no question can be asked.</summary>
    internal bool IsOver => isCut || hasEnded || session.IsOver;

    /// <summary>Waits until the host was reached, and root was become there.</summary>
    internal async Task<Answer> Begin(CancellationToken stop)
    {
        var word = Hearing.NewWord();
        var hearing = new Hearing(host, word, null);
        await Tell(Encoding.UTF8.GetBytes($"{word}\n"), stop);
        await foreach (var line in session.Lines(stop))
        {
            if (line == $"haplane-begin {word}")
                return new Answer(ExitCode.Fine, [], [.. hearing.Chatter]);
            if (hearing.Take(line) is not null)
                break;
        }

        return await Broken(hearing, stop);
    }

    /// <summary>Asks one question; the next one waits for its end.</summary>
    /// <param name="archive">The engine, what it reads, and what it is asked.</param>
    /// <param name="heard">Who hears the records of the answer as they come.</param>
    /// <param name="stop">Ends it at once, and the connection with all that goes over it.</param>
    /// <param name="longest">A longer answer is not read to its end; in characters.</param>
    internal async Task<Answer> Ask(
        ReadOnlyMemory<byte> archive, Action<EngineRecord>? heard, CancellationToken stop, int longest = AnswerFrame.LongestAnswer)
    {
        await turn.WaitAsync(stop);
        try
        {
            if (IsOver)
                return new Answer(SshClient.ConnectionFailed, [], ["the connection has ended"]);
            // No line of the engine looks like the end of its answer.
            var word = Hearing.NewWord();
            await Tell(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{archive.Length} {word}\n")), stop);
            await Tell(archive, stop);
            return await Hear(word, new Hearing(host, word, heard, longest: longest), stop);
        }
        catch
        {
            // The rest of this answer would be taken for the next one.
            Cut();
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What ssh has said of the connection; its end is waited for, and not for long.</summary>
    internal async Task<ImmutableArray<string>> Faults() => isCut ? [] : (await End(new Hearing(host, "", null), CancellationToken.None)).Faults;

    /// <summary>Ends an open connection at once.</summary>
    internal void Cut()
    {
        if (isCut)
            return;
        isCut = true;
        session.Cut();
    }

    /// <summary>Ends a connection that may be half made, with what makes it.</summary>
    public void Dispose()
    {
        if (!isCut)
            session.Dispose();
        isCut = true;
        turn.Dispose();
    }

    private async Task Tell(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        try
        {
            await session.Input.WriteAsync(bytes, stop);
            await session.Input.FlushAsync(stop);
        }
        catch (IOException)
        {
            // It reads no more: its end tells why.
            return;
        }
    }

    // The answer in its frame; then what the engine has said on stderr, and a line that ends that.
    private async Task<Answer> Hear(string word, Hearing hearing, CancellationToken stop)
    {
        await foreach (var line in session.Lines(stop))
        {
            if (hearing.Take(line) is not { } code)
                continue;
            if (code != SshClient.ConnectionFailed)
                return hearing.Ended(code, await FaultsUpTo($"haplane-done {word}", stop));
            Cut();
            return hearing.Ended(code, []);
        }

        return await Broken(hearing, stop);
    }

    private async Task<ImmutableArray<string>> FaultsUpTo(string end, CancellationToken stop)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        await foreach (var line in session.Lines(stop))
        {
            if (line == end)
                break;
            if (lines.Count < SshSession.MostFaults && line.Length > 0)
                lines.Add(AnswerFrame.Shown(line));
        }

        return lines.ToImmutable();
    }

    // A conversation that ends in the middle has failed, however it has ended.
    private Task<Answer> Broken(Hearing hearing, CancellationToken stop)
    {
        hasEnded = true;
        return End(hearing, stop);
    }

    private async Task<Answer> End(Hearing hearing, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Last);
        try
        {
            return hearing.Ended(null, (await session.End(limit.Token)).Faults);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return hearing.Ended(null, session.Faults);
        }
    }
}
