using Generator.Core.Foundation.Values;

namespace Generator.Core.Capturing.Captures;

/// <summary>A node as the cluster lists it.</summary>
public sealed record ReportedNode(DnsName Name, Address Address);
