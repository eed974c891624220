using System.Diagnostics;
using Generator.Cli.Archives;

namespace Generator.Cli.Capturing;

/// <summary>Reads the mounted disk of a stopped machine, with the same program and this machine's shell.</summary>
internal sealed class LocalReader(ReadOnlyMemory<byte> program)
{
    /// <param name="root">Its mount point.</param>
    /// <param name="name">The host's name; empty if the disk contains it.</param>
    /// <returns>The archive; null with the messages of the program if there is none.</returns>
    /// <exception cref="MisuseException">There is no shell.</exception>
    internal async Task<(MemoryStream? Archive, string Said)> Read(string root, string name, CancellationToken stop)
    {
        string[] host = name.Length > 0 ? ["--host", name] : [];
        var start = new ProcessStartInfo("/bin/sh", ["-s", "--", "--root", root, .. host])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new MisuseException("/bin/sh could not be started");
        var received = new BoundedBuffer(ReportArchive.MostBytes, () => { });
        var faults = process.StandardError.ReadToEndAsync(stop);
        var reading = process.StandardOutput.BaseStream.CopyToAsync(received, stop);
        await process.StandardInput.BaseStream.WriteAsync(program, stop);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync(stop);
        return process.ExitCode == 0 ? (received.Content, "") : (null, (await faults).TrimEnd());
    }
}
