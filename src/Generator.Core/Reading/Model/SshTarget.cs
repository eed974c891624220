using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>How to reach one host with ssh.</summary>
/// <param name="Address">The address to connect to: by default the host's own address.</param>
/// <param name="Jump">The host to jump through (ssh_config(5), ProxyJump), if any.</param>
/// <param name="HostKey">The pinned public host key, if any.</param>
public sealed record SshTarget(
    Located<UserName> User,
    Located<Port> Port,
    Located<HostNameOrAddress> Address,
    Located<HostNameOrAddress>? Jump,
    Located<HostKey>? HostKey);
