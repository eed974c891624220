using System.Collections.Immutable;
using System.Diagnostics;

namespace Generator.Cli.Ssh;

/// <summary>The system's ssh, which brings the operator's configuration, agent, certificates, jump hosts and known hosts. No other file knows it.</summary>
/// <param name="program">The program and its first options.</param>
/// <param name="folder">The folder with ssh_config, from which it is called: paths in that file are relative to it.</param>
internal sealed class SshClient(ImmutableArray<string> program, string folder)
{
    /// <summary>What ssh itself ends with where the connection fails (ssh(1), "EXIT STATUS").</summary>
    internal const int ConnectionFailed = 255;

    // Ctrl-C reaches everything that runs in the terminal's foreground, and must not cut what a host is doing: what is ignored here stays
    // ignored in ssh and in what it starts.
    private const string Deaf = "trap '' INT TERM HUP QUIT; exec \"$@\"";

    // But for one that goes over a shared connection, which listens to them again (OpenSSH, mux.c): it leaves the foreground.
    private const string Leaves = "setsid";
    private const string Away = $"trap '' INT TERM HUP QUIT; exec {Leaves} \"$@\"";

    /// <summary>Whether connections are shared: not where what goes over them cannot be kept away from Ctrl-C (setsid(1) is not on every system).</summary>
    internal static bool Shares { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Leaves)));

    /// <summary>The client that is asked for: by option, by HAPLANE_SSH, or the first on the path.</summary>
    internal static SshClient For(string? option, string folder)
    {
        var words = (option ?? Environment.GetEnvironmentVariable("HAPLANE_SSH") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new SshClient(words.Length == 0 ? ["ssh"] : [.. words], folder);
    }

    /// <summary>Runs a command on a host over a connection of its own, which proves that a new one can be made.</summary>
    /// <param name="host">The host, by its name in ssh_config.</param>
    /// <param name="command">The command, as the host's shell reads it.</param>
    internal SshSession Open(string host, string command) =>
        new(Start(Deaf, "-F", "ssh_config", "-o", "ControlMaster=no", "-o", "ControlPath=none", "-T", "--", host, command));

    /// <summary>The same over a connection that others go over, too, for as long as this command runs (ssh_config(5), ControlMaster).</summary>
    /// <param name="host">The host.</param>
    /// <param name="command">The command.</param>
    /// <param name="socket">Where the others find it: a path of at most 90 bytes, because ssh adds 17 while it makes the socket (unix(7): 107 at the most).</param>
    internal SshSession OpenShared(string host, string command, string socket) =>
        new(Start(Deaf, "-F", "ssh_config", "-M", "-S", socket, "-o", "ControlPersist=no", "-T", "--", host, command));

    /// <summary>Runs a command over a shared connection; where that is gone or takes no more, ssh makes one of its own.</summary>
    internal SshSession OpenOver(string host, string command, string socket) =>
        new(Start(Away, "-F", "ssh_config", "-o", "ControlMaster=no", "-S", socket, "-T", "--", host, command));

    /// <summary>What ssh would do to reach a host, a setting a line (ssh(1), -G); nothing where this ssh does not say it.</summary>
    internal SshSession Explain(string host) => new(Start(Deaf, "-F", "ssh_config", "-G", "--", host));

    /// <exception cref="MisuseException">It cannot be started.</exception>
    private Process Start(string shell, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", shell, "haplane", .. program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start) ?? throw new MisuseException($"{program[0]} could not be started");
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new MisuseException($"{program[0]} could not be started: {fault.Message}");
        }
    }
}
