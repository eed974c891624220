using System.Runtime.InteropServices;

namespace Generator.Cli.Events;

/// <summary>Ctrl-C, and the signals that ask for an end: they are heard, however often they come, and end nothing by themselves.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration[] heard;

    /// <summary>Listens from now on.</summary>
    /// <param name="said">Called once for each signal.</param>
    internal Interruption(Action said)
    {
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
        heard = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            said();
            stop.Cancel();
        }))];
    }

    /// <summary>The operator wants an end.</summary>
    internal CancellationToken Stop => stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in heard)
            registration.Dispose();
        stop.Dispose();
    }
}
