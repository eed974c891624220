using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Powers;

/// <summary>IDN002.</summary>
internal static class IdentityOfAnotherNode
{
    internal static readonly Rule Rule = new(
        "IDN002",
        Severity.Error,
        "a kubelet with another node's certificate",
        "Copied from another host, it makes two kubelets one node: both stay active, and one pod runs on both.",
        "stop the kubelet, remove the copied certificates and its kubeconfig, start it again so that it gets its own, and capture the host again",
        Example.With().Changing(
            "k8s-node1/capture.json",
            "CN=system:node:k8s-node1,",
            "CN=system:node:k8s-master1,"),
        Example.With(),
        Check);

    private const string Prefix = "CN=system:node:";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        let kubelet = installation.Find(ComponentKind.Kubelet)
        let name = kubelet?.Find("hostname-override")?.Text.ToLowerInvariant()
        // Two kubelets of one name are told so by that name.
        where !string.IsNullOrEmpty(name) && cluster.Installations.Values.Count(other => other.Find(ComponentKind.Kubelet)?.Find("hostname-override")?.Text.ToLowerInvariant() == name) == 1
        from entry in installation.Capture.Inventory.Values
        let owner = OwnerOf(entry.Subject)
        where owner is not null && owner != name
        select new Finding(entry.At, $"{entry.Path} of {installation.Capture.Host} is the certificate of {owner}, and its kubelet is {name}")
        {
            // Its own certificate: not that was copied, the name was changed.
            Hint = string.Equals(owner, installation.Capture.Host, StringComparison.OrdinalIgnoreCase) ? $"write --hostname-override={owner} again, restart the kubelet, and capture the host again" : null,
            Related = kubelet?.Find("hostname-override") is { } flag ? [new RelatedPlace("the kubelet's name", flag.At)] : [],
        };

    private static string? OwnerOf(string? subject) =>
        subject is not null && subject.StartsWith(Prefix, StringComparison.Ordinal) ? subject[Prefix.Length..].Split(',')[0] : null;
}
