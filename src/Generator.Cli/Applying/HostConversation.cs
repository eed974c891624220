using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Generator.Cli.Applying;

/// <summary>A connection over which a host is asked: a shell of root there has each question answered by an engine that is gone afterwards.</summary>
/// <param name="session">The connection, on which <see cref="RemoteCommand.Converse"/> runs.</param>
internal sealed class HostConversation(SshSession session) : IDisposable
{
    // ssh stays beyond the end of what it runs as long as others go over its connection.
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim turn = new(1);
    private bool isCut;
    private bool hasEnded;

    /// <summary>Whether nothing can be asked any more.</summary>
    internal bool IsOver => isCut || hasEnded || session.IsOver;

    /// <summary>Waits until the host was reached, and root was become there.</summary>
    internal async Task<Answer> Begin(CancellationToken stop)
    {
        var said = ImmutableArray.CreateBuilder<string>();
        await foreach (var line in session.Lines(stop))
        {
            if (line == RemoteCommand.Here)
                return new Answer(ExitCode.Fine, [], []);
            said.Add(line);
        }

        return await Broken(said.ToImmutable(), stop);
    }

    /// <summary>Asks one question; the next one waits for its end.</summary>
    /// <param name="archive">The engine, what it reads, and what it is asked.</param>
    /// <param name="heard">Who hears the lines of the answer as they come.</param>
    /// <param name="stop">Ends it at once, and the connection with all that goes over it.</param>
    internal async Task<Answer> Ask(ReadOnlyMemory<byte> archive, Action<string>? heard, CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            if (IsOver)
                return new Answer(SshClient.ConnectionFailed, [], ["the connection has ended"]);
            // Nothing that the engine says can be taken for the end of what it says.
            var word = Guid.NewGuid().ToString("N");
            await Tell(archive, word, stop);
            return await Hear(word, heard, stop);
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
    internal async Task<ImmutableArray<string>> Faults() => isCut ? [] : (await End([], CancellationToken.None)).Faults;

    /// <summary>Ends a connection that stands, at once and without waiting for anybody.</summary>
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

    private async Task Tell(ReadOnlyMemory<byte> archive, string word, CancellationToken stop)
    {
        try
        {
            await session.Input.WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{archive.Length} {word}\n")), stop);
            await session.Input.WriteAsync(archive, stop);
            await session.Input.FlushAsync(stop);
        }
        catch (IOException)
        {
            // It reads no more: its end tells why.
            return;
        }
    }

    // The lines of the engine; then the word and its code, on a line of their own where the last one has an end; its faults, and the word again.
    private async Task<Answer> Hear(string word, Action<string>? heard, CancellationToken stop)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        await foreach (var line in session.Lines(stop))
        {
            var end = line.IndexOf(word, StringComparison.Ordinal);
            if (end != 0)
            {
                lines.Add(end < 0 ? line : line[..end]);
                heard?.Invoke(lines[^1]);
            }

            if (end >= 0 && int.TryParse(line.AsSpan(end + word.Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var code))
                return new Answer(code, lines.ToImmutable(), await FaultsUpTo(word, stop));
        }

        return await Broken(lines.ToImmutable(), stop);
    }

    private async Task<ImmutableArray<string>> FaultsUpTo(string word, CancellationToken stop)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        await foreach (var line in session.Lines(stop))
        {
            if (line == word)
                break;
            if (lines.Count < SshSession.MostFaults && line.Length > 0)
                lines.Add(line);
        }

        return lines.ToImmutable();
    }

    // A conversation that ends in the middle has failed, however it has ended.
    private Task<Answer> Broken(ImmutableArray<string> said, CancellationToken stop)
    {
        hasEnded = true;
        return End(said, stop);
    }

    private async Task<Answer> End(ImmutableArray<string> said, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Last);
        try
        {
            var (code, faults) = await session.End(limit.Token);
            return new Answer(code == ExitCode.Fine ? SshClient.ConnectionFailed : code, said, faults);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Answer(SshClient.ConnectionFailed, said, session.Faults);
        }
    }
}
