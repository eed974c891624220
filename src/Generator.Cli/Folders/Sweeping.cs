using System.Runtime.InteropServices;

namespace Generator.Cli.Folders;

/// <summary>Removes unfinished files if Ctrl-C or a signal ends the program; the program still ends.</summary>
internal sealed class Sweeping : IDisposable
{
    private readonly PosixSignalRegistration[] heard;

    /// <param name="sweep">Removes the unfinished files.</param>
    internal Sweeping(Action sweep) =>
        heard =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
                .Select(signal => PosixSignalRegistration.Create(signal, _ => sweep())),
        ];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in heard)
            registration.Dispose();
    }
}
