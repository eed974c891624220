using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Identities;

internal static class IdentityOfAnotherNode
{
    internal static readonly Rule Rule = new(
        "IDN002",
        Severity.Error,
        "a kubelet uses another node's certificate",
        "A copied certificate makes two kubelets one node. Both stay active, and one pod runs on both.",
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
        // Another rule reports two kubelets with one name.
        where !string.IsNullOrEmpty(name)
            && cluster.Installations.Values.Count(other =>
                other.Find(ComponentKind.Kubelet)?.Find("hostname-override")?.Text.ToLowerInvariant() == name) == 1
        from entry in installation.Capture.Inventory.Values
        let owner = OwnerOf(entry.Subject)
        where owner is not null && owner != name
        select new Finding(entry.At, $"{entry.Path} of {installation.Capture.Host} is the certificate of {owner}, but its kubelet is {name}")
        {
            // This is its own certificate: it was not copied, but the name was changed.
            Hint = string.Equals(owner, installation.Capture.Host, StringComparison.OrdinalIgnoreCase)
                ? $"write --hostname-override={owner} again, restart the kubelet, and capture the host again"
                : null,
            Related = kubelet?.Find("hostname-override") is { } flag ? [new RelatedPlace("the kubelet's name", flag.At)] : [],
        };

    private static string? OwnerOf(string? subject) =>
        subject is not null && subject.StartsWith(Prefix, StringComparison.Ordinal) ? subject[Prefix.Length..].Split(',')[0] : null;
}
