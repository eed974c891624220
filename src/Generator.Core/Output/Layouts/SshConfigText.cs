using System.Globalization;
using System.Text;

namespace Generator.Core.Output.Layouts;

/// <summary>
/// ssh_config of <c>out/</c>: every host by its name, with safe settings for manual use: no prompts, no unknown host keys, and a lost link is
/// noticed within fifteen seconds (ssh_config(5)). The first value of an option counts, so the operator's and the machine's own settings
/// for a host add to this file but override nothing.
/// </summary>
internal static class SshConfigText
{
    internal const string Name = "ssh_config";

    /// <summary>The file of pinned host keys next to it.</summary>
    internal const string KnownHosts = "known_hosts";

    // Options that an older ssh does not know (KnownHostsCommand is from 8.5) and that the operator's own file tells it to ignore, but that
    // this file needs.
    private const string IgnoreUnknown = "IgnoreUnknown !include,!proxyjump,*\n";

    internal static string Of(IReadOnlyCollection<SshWay> ways)
    {
        var text = new StringBuilder();
        text.Append("# ssh -F ssh_config HOST, from this folder.\n");
        if (ways.Any(way => way.IsPinned))
            text.Append(IgnoreUnknown);
        foreach (var way in ways)
            text.Append(Block(way));
        text.Append("Host *\n  BatchMode yes\n  StrictHostKeyChecking yes\n  ConnectTimeout 10\n  ServerAliveInterval 5\n  ServerAliveCountMax 3\n");
        return text.Append("Include ~/.ssh/config\nInclude /etc/ssh/ssh_config\n").ToString();
    }

    /// <summary>The pinned host keys, by the names of the hosts; empty if none is pinned (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").</summary>
    internal static string KnownHostsOf(IEnumerable<SshWay> ways) =>
        string.Concat(ways.Where(way => way.IsPinned).Select(way => $"{way.Name} {way.HostKey}\n"));

    private static string Block(SshWay way)
    {
        var text = new StringBuilder($"Host {way.Name}\n");
        Add(text, "HostName", way.Address);
        Add(text, "Port", way.Port?.ToString(CultureInfo.InvariantCulture) ?? "");
        Add(text, "User", way.User);
        Add(text, "ProxyJump", Bracketed(way.Jump));
        return way.IsPinned ? text + Pin(way.Name) : text.ToString();
    }

    private static void Add(StringBuilder text, string option, string value)
    {
        if (value.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"  {option} {value}\n");
    }

    // No other file, command or record may confirm the host, and nothing is written into the file of pins.
    private static string Pin(string name) => $"""
          HostKeyAlias {name}
          UserKnownHostsFile {KnownHosts}
          GlobalKnownHostsFile /dev/null
          KnownHostsCommand none
          VerifyHostKeyDNS no
          UpdateHostKeys no

        """;

    // A colon would start a port.
    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}
