using System.Collections.Frozen;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>
/// The programs that start another one with the arguments behind its path, and change only how it runs: its priority, processors, memory,
/// namespaces, user or environment.
/// </summary>
internal static class PlainWrappers
{
    private static readonly FrozenSet<string> OfEveryHost = new[]
    {
        "env", "nice", "ionice", "taskset", "nsenter", "unshare", "chrt", "setpriv", "setsid", "stdbuf", "nohup", "timeout", "prlimit", "runuser",
        "systemd-cat", "ip",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OfPackages = new[]
    {
        "numactl", "cgexec", "sudo", "tini", "dumb-init", "catchsegv", "softlimit",
    }.ToFrozenSet(StringComparer.Ordinal);

    // With these options the component's paths are below another folder.
    private static readonly FrozenDictionary<string, string> RootOptions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["unshare"] = "-R",
        ["nsenter"] = "-r",
        ["sudo"] = "-R",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether every distribution with systemd has the program (coreutils, util-linux, iproute2, systemd).</summary>
    internal static bool IsOnEveryHost(string program) => OfEveryHost.Contains(HostPath.NameOf(program));

    /// <summary>The command line of the component after such programs; unchanged if there is none.</summary>
    internal static CommandLine Unwrapped(CommandLine command)
    {
        var name = HostPath.NameOf(command.Program.Text);
        if (!OfEveryHost.Contains(name) && !OfPackages.Contains(name))
            return command;
        for (var i = 0; i < command.Arguments.Length; i++)
        {
            if (ChangesRoot(name, command.Arguments[i].ToString()))
                return command;
            if (ComponentNames.IsProgram(command.Arguments[i].ToString()))
                return command with { Program = command.Arguments[i].Text, Arguments = command.Arguments[(i + 1)..], Wrapper = command.Program };
        }

        return command;
    }

    private static bool ChangesRoot(string wrapper, string option) =>
        RootOptions.TryGetValue(wrapper, out var root)
        && (option.StartsWith(root, StringComparison.Ordinal)
            || option.StartsWith("--root", StringComparison.Ordinal)
            || option.StartsWith("--chroot", StringComparison.Ordinal));
}
