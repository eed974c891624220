using System.Globalization;
using System.Text;
using Generator.Core.Planning;

namespace Generator.Core.Layouts;

/// <summary>
/// ssh_config of <c>out/</c>: every host by its name, with what keeps a hand from hurting itself: no question that waits, no unknown host
/// key, a dead link noticed within fifteen seconds (ssh_config(5)). The first value of an option counts, so what the operator and the
/// machine have configured for a host adds to this, and takes nothing away.
/// </summary>
internal static class SshConfigText
{
    internal const string Name = "ssh_config";

    /// <summary>The file of pinned host keys beside it.</summary>
    internal const string KnownHosts = "known_hosts";

    // What an older ssh does not know (KnownHostsCommand is of 8.5), and what the operator's own file lets it ignore; but what this file
    // cannot do without.
    private const string IgnoreUnknown = "IgnoreUnknown !include,!proxyjump,*\n";

    internal static string Of(ClusterPlan plan)
    {
        var text = new StringBuilder();
        text.Append("# ssh -F ssh_config HOST, from this folder.\n");
        if (plan.Reached.Any(host => IsPinned(host.Ssh)))
            text.Append(IgnoreUnknown);
        foreach (var (name, ssh) in plan.Reached)
            text.Append(Block(name, ssh));
        text.Append("Host *\n  BatchMode yes\n  StrictHostKeyChecking yes\n  ConnectTimeout 10\n  ServerAliveInterval 5\n  ServerAliveCountMax 3\n");
        return text.Append("Include ~/.ssh/config\nInclude /etc/ssh/ssh_config\n").ToString();
    }

    /// <summary>The pinned host keys, by the names of the hosts; empty where none is pinned (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").</summary>
    internal static string KnownHostsOf(ClusterPlan plan) =>
        string.Concat(plan.Reached.Where(host => IsPinned(host.Ssh)).Select(host => $"{host.Name} {host.Ssh.HostKey}\n"));

    private static string Block(string name, SshPlan ssh)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"Host {name}\n  HostName {ssh.Address}\n  Port {ssh.Port}\n  User {ssh.User}\n");
        if (ssh.Jump.Length > 0)
            text += $"  ProxyJump {Bracketed(ssh.Jump)}\n";
        return IsPinned(ssh) ? text + Pin(name) : text;
    }

    // No other file, command or record vouches for the host, and nothing is written into the file of pins.
    private static string Pin(string name) => $"""
          HostKeyAlias {name}
          UserKnownHostsFile {KnownHosts}
          GlobalKnownHostsFile /dev/null
          KnownHostsCommand none
          VerifyHostKeyDNS no
          UpdateHostKeys no

        """;

    private static bool IsPinned(SshPlan ssh) => ssh.HostKey.Length > 0;

    // A colon would be that of a port.
    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}
