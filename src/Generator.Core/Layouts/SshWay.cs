using Generator.Core.Model;
using Generator.Core.Planning;

namespace Generator.Core.Layouts;

/// <summary>How a host is reached, as ssh_config says it. What is empty is left to the operator's own configuration.</summary>
/// <param name="Name">What ssh calls it.</param>
/// <param name="Address">What to connect to.</param>
/// <param name="Port">sshd's port.</param>
/// <param name="User">The user.</param>
/// <param name="Jump">The host to jump through.</param>
/// <param name="HostKey">The pinned host key.</param>
public sealed record SshWay(string Name, string Address, int? Port, string User, string Jump, string HostKey)
{
    internal bool IsPinned => HostKey.Length > 0;

    internal static SshWay Of(string name, SshPlan ssh) => new(name, ssh.Address, ssh.Port, ssh.User, ssh.Jump, ssh.HostKey);

    internal static SshWay Of(Host host) => Of(host.Name.Value.Text, SshPlan.Of(host));
}
