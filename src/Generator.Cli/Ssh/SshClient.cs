using System.Collections.Immutable;
using System.Diagnostics;

namespace Generator.Cli.Ssh;

/// <summary>The system's ssh with the operator's configuration, agent, certificates, jump hosts and known hosts. No other class knows it.</summary>
/// <param name="program">The program and its first options.</param>
/// <param name="folder">The folder with ssh_config, which is the working folder: paths in that file are relative to it.</param>
internal sealed class SshClient(ImmutableArray<string> program, string folder)
{
    /// <summary>ssh's exit code for a failed connection (ssh(1), "EXIT STATUS").</summary>
    internal const int ConnectionFailed = 255;

    private const string Config = "ssh_config";
    private const string ConfigFile = "-F";
    private const string NoConfig = "none";

    // Ctrl-C reaches every process in the terminal's foreground, and must not interrupt a host's work. Signals that are ignored here stay
    // ignored in ssh and its child processes.
    private const string IgnoreSignals = "trap '' INT TERM HUP QUIT; exec \"$@\"";

    // Except for a command over a shared connection, which handles signals again (OpenSSH, mux.c): it leaves the foreground.
    private const string Leaves = "setsid";
    private const string Away = $"trap '' INT TERM HUP QUIT; exec {Leaves} \"$@\"";

    /// <summary>Whether connections are shared: not if commands over them cannot be protected from Ctrl-C (not every system has setsid(1)).</summary>
    internal static bool Shares { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Leaves)));

    /// <summary>The client from the option, from HAPLANE_SSH, or the first one in the path.</summary>
    /// <exception cref="MisuseException">The file of its -F cannot be read.</exception>
    internal static SshClient For(string? option, string folder)
    {
        ImmutableArray<string> words =
            [.. (option ?? Environment.GetEnvironmentVariable("HAPLANE_SSH") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        if (words.IndexOf(ConfigFile) is var at && at > 0 && at + 1 < words.Length)
        {
            Include(words[at + 1], Path.Combine(folder, Config));
            words = words.RemoveRange(at, 2);
        }

        return new SshClient(words.IsEmpty ? ["ssh"] : words, folder);
    }

    // The last -F of a command line counts (ssh(1)), and that is ours: the operator's file takes the place of the usual ones in it.
    private static void Include(string own, string config)
    {
        var path = Path.GetFullPath(own);
        if (own != NoConfig && !File.Exists(path))
            throw new MisuseException($"{own}, the ssh configuration that you named with -F, cannot be read: check its path");
        string[] included = own == NoConfig ? [] : [$"Include \"{path}\""];
        File.WriteAllLines(config, File.ReadAllLines(config).Where(line => !line.StartsWith("Include ", StringComparison.Ordinal)).Concat(included));
    }

    /// <summary>Runs a command on a host over a separate connection, which proves that a new one can be opened.</summary>
    /// <param name="host">The host's name in ssh_config.</param>
    /// <param name="command">The command, as the host's shell reads it.</param>
    internal SshSession Open(string host, string command) =>
        new(Start(IgnoreSignals, ConfigFile, Config, "-o", "ControlMaster=no", "-o", "ControlPath=none", "-T", "--", host, command));

    /// <summary>The same over a connection that other commands share while this command runs (ssh_config(5), ControlMaster).</summary>
    /// <param name="socket">
    /// The path for the others, at most 90 bytes, because ssh adds 17 while it creates the socket (unix(7): at most 107).
    /// </param>
    internal SshSession OpenShared(string host, string command, string socket) =>
        new(Start(IgnoreSignals, ConfigFile, Config, "-M", "-S", socket, "-o", "ControlPersist=no", "-T", "--", host, command));

    /// <summary>Runs a command over a shared connection; if that is closed or full, ssh opens a separate one.</summary>
    internal SshSession OpenOver(string host, string command, string socket) =>
        new(Start(Away, ConfigFile, Config, "-o", "ControlMaster=no", "-S", socket, "-T", "--", host, command));

    /// <summary>ssh's settings for a host, one per line (ssh(1), -G); none if this ssh does not print them.</summary>
    internal SshSession Explain(string host) => new(Start(IgnoreSignals, ConfigFile, Config, "-G", "--", host));

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
