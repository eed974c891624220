using System.Globalization;
using System.Text;
using Generator.Core.Planning;

namespace Generator.Core.Layouts;

/// <summary>
/// ssh_config of <c>out/</c>: every host by its name, with what keeps a hand from hurting itself: no question that waits, no unknown host
/// key, a dead link noticed within fifteen seconds (ssh_config(5)). What the operator's own configuration says of a host still counts.
/// </summary>
internal static class SshConfigText
{
    internal const string Name = "ssh_config";

    /// <summary>The file of pinned host keys beside it.</summary>
    internal const string KnownHosts = "known_hosts";

    internal static string Of(ClusterPlan plan)
    {
        var text = new StringBuilder();
        text.Append("# ssh -F ssh_config HOST, from this folder.\n");
        foreach (var (name, ssh) in plan.Reached)
        {
            text.Append(CultureInfo.InvariantCulture, $"Host {name}\n  HostName {ssh.Address}\n  Port {ssh.Port}\n  User {ssh.User}\n");
            if (ssh.Jump.Length > 0)
                text.Append(CultureInfo.InvariantCulture, $"  ProxyJump {ssh.Jump}\n");
        }

        text.Append("Host *\n  BatchMode yes\n  StrictHostKeyChecking yes\n  ConnectTimeout 10\n  ServerAliveInterval 5\n  ServerAliveCountMax 3\n");
        if (HasPinned(plan))
            text.Append(CultureInfo.InvariantCulture, $"  UserKnownHostsFile {KnownHosts} ~/.ssh/known_hosts\n");
        return text.Append("Include ~/.ssh/config\n").ToString();
    }

    /// <summary>The pinned host keys; empty where none is pinned (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").</summary>
    internal static string KnownHostsOf(ClusterPlan plan) => string.Concat(plan.Reached
        .Where(host => host.Ssh.HostKey.Length > 0)
        .Select(host => $"{Pattern(host.Ssh)} {host.Ssh.HostKey}\n"));

    private static bool HasPinned(ClusterPlan plan) => plan.Reached.Any(host => host.Ssh.HostKey.Length > 0);

    private static string Pattern(SshPlan ssh) => ssh.Port == 22 ? ssh.Address : string.Create(CultureInfo.InvariantCulture, $"[{ssh.Address}]:{ssh.Port}");
}
