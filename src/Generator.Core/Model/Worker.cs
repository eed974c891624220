using Generator.Core.Values;

namespace Generator.Core.Model;

/// <summary>A host that runs workloads only.</summary>
/// <param name="Host">The host.</param>
/// <param name="NodeName">Its name as a Kubernetes node.</param>
/// <param name="OriginalsAssumed">Whether its files are taken to be like those of the first captured worker.</param>
public sealed record Worker(Host Host, Located<DnsName> NodeName, bool OriginalsAssumed);
