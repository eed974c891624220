using Generator.Core.Reading.Model;

namespace Generator.Core.Planning.Plans;

/// <summary>How to reach a host, ready to be written.</summary>
/// <param name="Address">The address to connect to.</param>
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
