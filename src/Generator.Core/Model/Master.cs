using Generator.Core.Values;

namespace Generator.Core.Model;

/// <summary>A host of the control plane.</summary>
/// <param name="Host">The host.</param>
/// <param name="NodeName">Its name as a Kubernetes node.</param>
/// <param name="RunsNode">Whether it runs kubelet and kube-proxy; null where it does as the source does.</param>
public sealed record Master(Host Host, Located<DnsName> NodeName, Located<Switch>? RunsNode);
