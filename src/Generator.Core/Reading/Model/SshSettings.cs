using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>How to reach hosts with ssh.</summary>
/// <param name="User">The user; root, or one that may use sudo without a password.</param>
/// <param name="Port">sshd's port.</param>
public sealed record SshSettings(Located<UserName> User, Located<Port> Port);
