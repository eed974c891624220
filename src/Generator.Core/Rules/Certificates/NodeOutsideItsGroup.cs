using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class NodeOutsideItsGroup
{
    internal static readonly Rule Rule = new(
        "CRT009",
        Severity.Warning,
        "a kubelet's certificate lacks the group of nodes",
        "The node authorizer needs both CN=system:node:NAME and O=system:nodes. Without the group and without special rights, the kubelet cannot "
            + "read its pods' secrets or renew its lease.",
        "let the kubelet bootstrap its own certificate, or issue one with O=system:nodes, and capture the host again",
        Example.With().Changing("k8s-node1/capture.json", "CN=system:node:k8s-node1,O=system:nodes", "CN=system:node:k8s-node1,O=k8s"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from entry in installation.Capture.Inventory.Values
        where CertificateSubject.IsNode(entry.Subject) && entry.Subject?.Split(',').Contains("O=system:nodes") == false
        select new Finding(entry.At, $"{entry.Path} of {installation.Capture.Host} is {entry.Subject}");
}
