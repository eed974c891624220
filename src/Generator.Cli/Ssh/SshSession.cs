using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Generator.Core.Foundation.Wire;

namespace Generator.Cli.Ssh;

/// <summary>One connection: a process of ssh with its three streams.</summary>
internal sealed class SshSession : IDisposable
{
    /// <summary>The number of stderr lines that are kept: ssh prints only a few of its own, but a banner may be longer.</summary>
    internal const int MostFaults = 200;

    // The rest in a pipe after ssh has ended is read at once. A process that keeps the pipe open is not waited for.
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

    /// <summary>The input of the remote command.</summary>
    internal Stream Input => process.StandardInput.BaseStream;

    /// <summary>The output of the remote command.</summary>
    internal LineReader Output { get; }

    /// <summary>The stderr output so far.</summary>
    internal ImmutableArray<string> Faults => [.. faults];

    /// <summary>Whether it has ended.</summary>
    internal bool IsOver => process.HasExited;

    /// <summary>Writes the whole input of the remote command. A command that does not read all of it reports this by its exit code.</summary>
    internal async Task Send(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        try
        {
            await Input.WriteAsync(bytes, stop);
            await Input.FlushAsync(stop);
        }
        catch (IOException)
        {
            // The remote side stopped reading; its exit code says why.
            return;
        }
        finally
        {
            CloseInput();
        }
    }

    /// <summary>Closes the input.</summary>
    internal void CloseInput()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The other side has already ended.
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
    /// <returns>The exit code, and the stderr output.</returns>
    internal async Task<(int Code, ImmutableArray<string> Faults)> End(CancellationToken stop)
    {
        await process.WaitForExitAsync(stop);
        await Task.WhenAny(reading, Task.Delay(Rest, stop));
        return (process.ExitCode, Faults);
    }

    /// <summary>Ends ssh at once. Its child processes end by themselves, because their input is closed.</summary>
    internal void Cut()
    {
        CloseInput();
        Kill(withAllItHasStarted: false);
        process.Dispose();
    }

    /// <summary>Closes the connection if it is still open.</summary>
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
            // It has ended in the meantime.
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
