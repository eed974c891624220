using System.Runtime.InteropServices;

namespace Generator.Cli.Folders;

/// <summary>While it lives, whoever ends the program by Ctrl-C or a signal leaves nothing half done behind; the program ends all the same.</summary>
internal sealed class Sweeping : IDisposable
{
    private readonly PosixSignalRegistration[] heard;

    /// <summary>Begins.</summary>
    /// <param name="sweep">Takes away what is half done.</param>
    internal Sweeping(Action sweep) =>
        heard = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, _ => sweep()))];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in heard)
            registration.Dispose();
    }
}
