namespace Generator.Core.Captures;

/// <summary>How a host was reached.</summary>
/// <param name="User">The user.</param>
/// <param name="Address">The name or address.</param>
/// <param name="Port">sshd's port.</param>
public sealed record ReachedHost(string User, string Address, int Port);
