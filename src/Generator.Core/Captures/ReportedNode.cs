using Generator.Core.Values;

namespace Generator.Core.Captures;

/// <summary>A node as the cluster lists it.</summary>
public sealed record ReportedNode(DnsName Name, Address Address);
