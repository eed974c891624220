using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Generator.Cli.Applying;

/// <summary>A connection over which a host is asked: a shell of root there has each question answered by an engine that is gone afterwards.</summary>
/// <param name="session">The connection, on which <see cref="RemoteCommand.Converse"/> runs.</param>
internal sealed class HostConversation(SshSession session) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private bool isCut;

    /// <summary>Whether nothing can be asked any more.</summary>
    internal bool IsOver => isCut || session.IsOver;

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

    /// <summary>Asks one question; others wait for its end.</summary>
    /// <param name="archive">The engine, what it reads, and what it is asked.</param>
    /// <param name="heard">Who hears the lines of the answer as they come.</param>
    /// <param name="stop">Ends it at once, and the connection with it.</param>
    internal async Task<Answer> Ask(ReadOnlyMemory<byte> archive, Action<string>? heard, CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            // Nothing that the engine says can be taken for the end of what it says.
            var word = Guid.NewGuid().ToString("N");
            await Tell(archive, word, stop);
            return await Hear(word, heard, stop);
        }
        catch (OperationCanceledException)
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

    /// <summary>What ssh has said at the end of the connection; nothing where it does not end in time.</summary>
    internal async Task<ImmutableArray<string>> Faults(TimeSpan limit)
    {
        using var time = new CancellationTokenSource(limit);
        try
        {
            return isCut ? [] : [.. (await session.End(time.Token)).Faults];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    /// <summary>Ends it at once, without waiting for anybody.</summary>
    internal void Cut()
    {
        if (isCut)
            return;
        isCut = true;
        session.Cut();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Cut();
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

    // The lines of the engine; then the word, its code and the number of its faults, on a line of their own where the last one has an end; and these.
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

            if (end >= 0 && line[end..].Split(' ') is [_, var code, var faults])
                return new Answer(Number(code), lines.ToImmutable(), await Take(Number(faults), stop));
        }

        return await Broken(lines.ToImmutable(), stop);
    }

    private async Task<ImmutableArray<string>> Take(int count, CancellationToken stop)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        if (count == 0)
            return [];
        await foreach (var line in session.Lines(stop))
        {
            lines.Add(line);
            if (lines.Count == count)
                break;
        }

        return lines.ToImmutable();
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    // A conversation that ends in the middle has failed, however it has ended.
    private async Task<Answer> Broken(ImmutableArray<string> said, CancellationToken stop)
    {
        var (code, faults) = await session.End(stop);
        return new Answer(code == ExitCode.Fine ? SshClient.ConnectionFailed : code, said, [.. faults]);
    }
}
