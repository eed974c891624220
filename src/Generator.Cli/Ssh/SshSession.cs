using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Generator.Core.Runs;

namespace Generator.Cli.Ssh;

/// <summary>One connection: a process of ssh with its three streams.</summary>
internal sealed class SshSession : IDisposable
{
    /// <summary>How many lines of faults are kept: ssh speaks its own in a few; a banner may be longer.</summary>
    internal const int MostFaults = 200;

    // What is left in a pipe when ssh is gone is read at once; somebody who holds the pipe open is not waited for.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly ConcurrentQueue<string> faults = [];
    private readonly Task reading;

    internal SshSession(Process process)
    {
        this.process = process;
        Output = new LineReader(process.StandardOutput.BaseStream);
        reading = ReadFaults(new LineReader(process.StandardError.BaseStream));
    }

    /// <summary>What the remote command reads.</summary>
    internal Stream Input => process.StandardInput.BaseStream;

    /// <summary>What the remote command says.</summary>
    internal LineReader Output { get; }

    /// <summary>What was said on stderr until now.</summary>
    internal ImmutableArray<string> Faults => [.. faults];

    /// <summary>Whether it has come to its end.</summary>
    internal bool IsOver => process.HasExited;

    /// <summary>Gives the remote command its input, and then the end of it. A command that does not read to the end says so by how it ends.</summary>
    internal async Task Send(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        try
        {
            await Input.WriteAsync(bytes, stop);
            await Input.FlushAsync(stop);
        }
        catch (IOException)
        {
            // It reads no more: its end tells why.
            return;
        }
        finally
        {
            CloseInput();
        }
    }

    /// <summary>Says that nothing more comes.</summary>
    internal void CloseInput()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The other side is gone already.
            return;
        }
    }

    /// <summary>Reads the lines of the output to their end.</summary>
    internal async IAsyncEnumerable<string> Lines([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        while (await Output.Next(stop) is { } line)
            yield return line;
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The code, and what was said on stderr.</returns>
    internal async Task<(int Code, ImmutableArray<string> Faults)> End(CancellationToken stop)
    {
        await process.WaitForExitAsync(stop);
        await Task.WhenAny(reading, Task.Delay(Rest, stop));
        return (process.ExitCode, Faults);
    }

    /// <summary>Ends ssh at once. What it has started ends by itself: nothing more comes for it to read.</summary>
    internal void Cut()
    {
        CloseInput();
        Kill(withAllItHasStarted: false);
        process.Dispose();
    }

    /// <summary>Cuts the connection, where it is still there.</summary>
    public void Dispose()
    {
        if (!process.HasExited)
            Kill(withAllItHasStarted: true);
        process.Dispose();
    }

    private void Kill(bool withAllItHasStarted)
    {
        try
        {
            process.Kill(withAllItHasStarted);
        }
        catch (InvalidOperationException)
        {
            // It ended in between.
            return;
        }
    }

    private async Task ReadFaults(LineReader error)
    {
        while (await error.Next(CancellationToken.None) is { } line)
        {
            if (faults.Count < MostFaults && line.TrimEnd('\r').Length > 0)
                faults.Enqueue(AnswerFrame.Shown(line.TrimEnd('\r')));
        }
    }
}
