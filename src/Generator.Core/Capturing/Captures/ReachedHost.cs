namespace Generator.Core.Capturing.Captures;

/// <summary>How a host was reached.</summary>
public sealed record ReachedHost(string User, string Address, int Port);
