using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding;

/// <summary>The keys about how to reach hosts, for all hosts and for one.</summary>
internal static class SshKeys
{
    internal static readonly ScalarKey<UserName> User = new("user", "the user: root, or one that may use sudo without a password");
    internal static readonly ScalarKey<Port> Port = new("port", "the port of sshd");
    internal static readonly ScalarKey<HostNameOrAddress> Address = new("address", "the address to connect to; default: the host's address");
    internal static readonly ScalarKey<HostNameOrAddress> Jump = new("jump", "the host to jump through");
    internal static readonly ScalarKey<HostKey> HostKey = new("hostKey", "the pinned public host key: type, space, base64");

    internal static readonly Section Defaults = new("ssh", [User, Port]);
    internal static readonly Section Override = new("a host's ssh", [User, Port, Address, Jump, HostKey]);
}
