using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>A host of the control plane.</summary>
/// <param name="NodeName">Its Kubernetes node name.</param>
/// <param name="RunsNode">Whether it runs kubelet and kube-proxy; null to do as the source master does.</param>
public sealed record Master(Host Host, Located<DnsName> NodeName, Located<Switch>? RunsNode);
