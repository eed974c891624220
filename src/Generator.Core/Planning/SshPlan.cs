namespace Generator.Core.Planning;

/// <summary>How a host is reached, ready to be written.</summary>
/// <param name="User">The user.</param>
/// <param name="Port">sshd's port.</param>
/// <param name="Address">What to connect to.</param>
/// <param name="Jump">The host to jump through, or empty.</param>
/// <param name="HostKey">The pinned host key, or empty.</param>
internal sealed record SshPlan(string User, int Port, string Address, string Jump, string HostKey);
