using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Certificates;

/// <summary>CRT009.</summary>
internal static class NodeOutsideItsGroup
{
    internal static readonly Rule Rule = new(
        "CRT009",
        Severity.Warning,
        "a kubelet's certificate outside the group of nodes",
        "The node authorizer knows a kubelet by CN=system:node:NAME and O=system:nodes together. Without the group it may neither read the secrets of its pods nor renew its lease, unless somebody has given it rights of its own.",
        "let the kubelet bootstrap a certificate of its own, or issue one with O=system:nodes, and capture the host again",
        Example.With().Changing("k8s-node1/capture.json", "CN=system:node:k8s-node1,O=system:nodes", "CN=system:node:k8s-node1,O=k8s"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from entry in installation.Capture.Inventory.Values
        where CertificateSubject.IsNode(entry.Subject) && entry.Subject?.Split(',').Contains("O=system:nodes") == false
        select new Finding(entry.At, $"{entry.Path} of {installation.Capture.Host} is {entry.Subject}");
}
