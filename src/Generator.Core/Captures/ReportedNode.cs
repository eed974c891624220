using Generator.Core.Values;

namespace Generator.Core.Captures;

/// <summary>A node as the cluster lists it.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Address">Its internal address.</param>
public sealed record ReportedNode(DnsName Name, Address Address);
