using System.Collections.Immutable;

namespace Generator.Core.Rules;

/// <summary>
/// A topology that breaks or follows a rule. It is compiled with the originals of the starter folder, which contain the hosts k8s-master1,
/// k8s-node1 and k8s-node2. Some of their files may differ.
/// </summary>
internal sealed record Example(string Topology)
{
    private const string Masters =
        "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172}, {name: k8s-master3, address: 192.168.3.173}]";

    private const string LoadBalancer =
        "{endpoint: kubernetes, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}";

    /// <summary>The differences from the starter's originals.</summary>
    internal ImmutableArray<OriginalChange> Differences { get; init; } = [];

    /// <summary>The date of the check, for a rule that depends on it.</summary>
    internal DateOnly? Today { get; init; }

    /// <summary>The text of the allowed signers file next to the topology; null if there is none.</summary>
    internal string? Signers { get; init; }

    /// <summary>A small topology without findings, with some of its parts replaced.</summary>
    internal static Example With(
        string? masters = null,
        string? workers = null,
        string? etcd = null,
        string? loadBalancer = null,
        string more = "",
        string kubernetes = "v1.20.4") => new($$"""
        apiVersion: haplane/v1
        cluster: example
        kubernetes: {{kubernetes}}
        layout: {root: /data/application/kubernetes}
        masters: {{masters ?? Masters}}
        workers: {{workers ?? "[{name: k8s-node1, address: 192.168.3.174}]"}}
        etcd: {{etcd ?? "{endpoints: [https://192.168.3.171:2379, https://192.168.3.174:2379, https://192.168.3.175:2379]}"}}
        loadBalancer: {{loadBalancer ?? LoadBalancer}}
        {{more}}
        """);

    /// <summary>The same small topology for a keepalived that moves the endpoint.</summary>
    internal static Example WithVip() =>
        With(loadBalancer: LoadBalancer.Replace("kubernetes", "192.168.3.201", StringComparison.Ordinal));

    /// <summary>The flags of the source master's kube-apiserver.</summary>
    internal const string ApiserverFlags = "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf";

    /// <summary>The same small topology for haproxy, with more keys of the load balancer, and with masters that stop without loss.</summary>
    internal static Example WithHaproxy(string more = "http: false") =>
        With(loadBalancer: LoadBalancer.Replace("{endpoint", $"{{engine: haproxy, {more}, endpoint", StringComparison.Ordinal))
            .Changing(ApiserverFlags, "--secure-port=6443 ", "--secure-port=6443 --shutdown-delay-duration=10s ");

    /// <summary>The same small topology with a VIP that haplane's keepalived moves.</summary>
    internal static Example WithOwnVip() => With(
        loadBalancer: "{hosts: [{name: lb1, address: 192.168.3.202}, {name: lb2, address: 192.168.3.203}], "
            + "vip: {address: 192.168.3.201, routerId: 61, interface: eth0}}");

    /// <summary>The same with a text replaced in one original, as if the host had it that way.</summary>
    internal Example Changing(string path, string old, string now) => And(new ReplacedText(path, old, now, IsAfterCapture: false));

    /// <summary>The same with a text replaced by hand in one original, after its capture.</summary>
    internal Example EditedAfterCapture(string path, string old, string now) => And(new ReplacedText(path, old, now, IsAfterCapture: true));

    /// <summary>The same without one original.</summary>
    internal Example Without(string path) => And(new RemovedFile(path));

    /// <summary>The same with one more original.</summary>
    internal Example Adding(string path, string content) => And(new AddedFile(path, content));

    /// <summary>The same with programs of another release on the source master and its worker.</summary>
    internal Example Running(string release) =>
        Changing("k8s-master1/capture.json", "v1.20.4", release).Changing("k8s-node1/capture.json", "v1.20.4", release);

    private Example And(OriginalChange change) => this with { Differences = Differences.Add(change) };
}
