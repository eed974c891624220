using System.Diagnostics;
using System.Text;

namespace Generator.Cli.Signatures;

/// <summary>Runs the ssh-keygen of the system, which knows agents, hardware keys and passphrases (ssh-keygen(1), -Y).</summary>
internal static class SshKeygen
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="message">Its input.</param>
    /// <param name="isQuiet">Whether its messages are hidden; the operator must see its questions.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its exit code, and what it printed.</returns>
    /// <exception cref="MisuseException">It is not there.</exception>
    internal static (int Code, string Output) Run(ReadOnlyMemory<byte> message, bool isQuiet, params string[] arguments)
    {
        using var process = Start(isQuiet, arguments);
        var error = isQuiet ? process.StandardError.ReadToEndAsync() : null;
        var output = process.StandardOutput.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(message.Span);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read everything; its exit code tells why.
        }

        process.WaitForExit();
        error?.GetAwaiter().GetResult();
        return (process.ExitCode, output.GetAwaiter().GetResult());
    }

    private static Process Start(bool isQuiet, string[] arguments)
    {
        var start = new ProcessStartInfo("ssh-keygen", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = isQuiet,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start) ?? throw new MisuseException("ssh-keygen could not be started");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new MisuseException("ssh-keygen is not installed. Install OpenSSH 8.2 or newer.");
        }
    }
}
