namespace Generator.Core.Rules;

/// <summary>
/// A topology that breaks a rule, or keeps it. It is compiled with the originals of the starter folder, which hold the hosts k8s-master1,
/// k8s-node1 and k8s-node2, one of which may be changed.
/// </summary>
/// <param name="Topology">The text of the topology.</param>
internal sealed record Example(string Topology)
{
    /// <summary>The path below <c>originals/</c> of the file that differs from the starter's; null where none does.</summary>
    internal string? ChangedFile { get; init; }

    /// <summary>
    /// What stands in that file and is taken out; null where the whole file is taken away, empty where it is added on a host that the starter
    /// has nothing of.
    /// </summary>
    internal string? Old { get; init; }

    /// <summary>What stands there instead.</summary>
    internal string New { get; init; } = "";

    /// <summary>Whether the file was changed after its capture, so that capture.json still holds the digest of the live one.</summary>
    internal bool IsEditedAfterCapture { get; init; }

    /// <summary>The day on which it is judged, for a rule that depends on it.</summary>
    internal DateOnly? Today { get; init; }

    /// <summary>A small topology that no rule finds fault with, with some of its parts replaced.</summary>
    internal static Example With(
        string? masters = null,
        string? workers = null,
        string? etcd = null,
        string? loadBalancer = null,
        string more = "") => new($$"""
        apiVersion: haplane/v1
        cluster: example
        kubernetes: v1.20.4
        layout: {root: /data/application/kubernetes}
        masters: {{masters ?? "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172}, {name: k8s-master3, address: 192.168.3.173}]"}}
        workers: {{workers ?? "[{name: k8s-node1, address: 192.168.3.174}]"}}
        etcd: {{etcd ?? "{endpoints: [https://192.168.3.171:2379, https://192.168.3.174:2379, https://192.168.3.175:2379]}"}}
        loadBalancer: {{loadBalancer ?? "{endpoint: 192.168.3.201, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}"}}
        {{more}}
        """);
}
