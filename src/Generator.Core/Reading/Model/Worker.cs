using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>A host that runs only workloads.</summary>
/// <param name="NodeName">Its Kubernetes node name.</param>
/// <param name="OriginalsAssumed">Whether its files are assumed to be like those of the first captured worker.</param>
public sealed record Worker(Host Host, Located<DnsName> NodeName, bool OriginalsAssumed);
