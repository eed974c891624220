using Generator.Core.Model;

namespace Generator.Core.Planning;

/// <summary>How a host is reached, ready to be written.</summary>
/// <param name="User">The user.</param>
/// <param name="Port">sshd's port.</param>
/// <param name="Address">What to connect to.</param>
/// <param name="Jump">The host to jump through, or empty.</param>
/// <param name="HostKey">The pinned host key, or empty.</param>
internal sealed record SshPlan(string User, int Port, string Address, string Jump, string HostKey)
{
    internal static SshPlan Of(Host host) => new(
        host.Ssh.User.Value.Text,
        host.Ssh.Port.Value.Number,
        host.Ssh.Address.Value.Text,
        host.Ssh.Jump?.Value.Text ?? "",
        host.Ssh.HostKey?.Value.Text ?? "");
}
