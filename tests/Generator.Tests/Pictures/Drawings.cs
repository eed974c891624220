using Generator.Core.Reading.Model;
using Generator.Tests.Support;

namespace Generator.Tests.Pictures;

/// <summary>The clusters and changes that are drawn. Each picture was looked at, in light and in dark.</summary>
internal static class Drawings
{
    private const string SevenMasters = """
        apiVersion: haplane/v1
        cluster: large
        kubernetes: v1.28.9
        masters:
          - {range: "k8s-master[1-7]", addresses: 10.20.0.11-10.20.0.17}
        workers:
          - {range: "k8s-node[001-460]", addresses: 10.20.4.1-10.20.5.204}
          - {range: "k8s-gpu[1-40]", addresses: 10.20.8.1-10.20.8.40}
        etcd:
          endpoints:
            [https://10.20.0.11:2379, https://10.20.0.12:2379, https://10.20.0.13:2379, https://10.20.0.21:2379, https://10.20.0.22:2379]
        loadBalancer:
          engine: haproxy
          endpoint: api.large.example.org
          port: 8443
          hosts: [{name: lb1, address: 10.20.0.201}, {name: lb2, address: 10.20.0.202}]
          vip: {address: 10.20.0.200, routerId: 61, interface: bond0}

        """;

    private const string External = """
        apiVersion: haplane/v1
        cluster: external
        kubernetes: v1.28.9
        masters:
          - {range: "k8s-master[1-3]", addresses: 192.168.3.171-192.168.3.173}
        workers: []
        loadBalancer: {engine: external, endpoint: api.example.org}

        """;

    // Every name has 63 characters and every address 39: nothing may leave its box.
    private static readonly string Longest = $$"""
        apiVersion: haplane/v1
        cluster: {{Name("production")}}
        kubernetes: v1.28.9
        masters:
          - {name: {{Name("controlplane-1")}}, address: "{{Address(1)}}"}
          - {name: {{Name("controlplane-2")}}, address: "{{Address(2)}}", node: false}
          - {name: {{Name("controlplane-3")}}, address: "{{Address(3)}}", node: true}
        workers:
          - {range: "{{Name("worker")[..59]}}[1001-1040]", addresses: "{{Address(0x100)}}-{{Address(0x127)}}"}
          - {name: {{Name("mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmwwwwwwwwwwwwwwwwwwwwwwww")}}, address: "{{Address(0x200)}}"}
        etcd:
          endpoints:
            - "https://[{{Address(1)}}]:2379"
            - "https://[{{Address(2)}}]:2379"
            - "https://{{Name("etcd")}}.{{Name("etcd")}}.example:2379"
        loadBalancer:
          endpoint: "{{Address(0xff)}}"
          hosts: [{name: {{Name("balancer-1")}}, address: "{{Address(0x51)}}"}, {name: {{Name("balancer-2")}}, address: "{{Address(0x52)}}"}]
          vip: {address: "{{Address(0xff)}}", routerId: 61, interface: eth0}

        """;

    internal static IEnumerable<string> Names => ["starter", "five-masters-ipv6", "forty-workers", "one-master", .. Accepted];

    /// <summary>The pictures that no case holds: those of the other clusters are in their outputs.</summary>
    internal static IEnumerable<string> Accepted =>
    [
        "seven-masters", "longest-names", "external", "change", "change-from-one-master", "change-to-one-master", "change-of-many",
    ];

    internal static Drawing Of(string name) => name switch
    {
        "starter" => Drawing.Of(Starting),
        "five-masters-ipv6" or "forty-workers" or "one-master" => Drawing.Of(Drawing.Compiled(name)),
        "seven-masters" => Drawing.Of(Drawing.Bound(SevenMasters)),
        "longest-names" => Drawing.Of(Drawing.Bound(Longest)),
        "external" => Drawing.Of(Drawing.Bound(External)),
        "change" => new Drawing(Starting, OneMasterForAnother, Set("lb1")),
        "change-from-one-master" => new Drawing(Drawing.Compiled("one-master"), Starting, Set("k8s-master1", "k8s-node1", "k8s-node2")),
        "change-to-one-master" => new Drawing(Starting, Drawing.Compiled("one-master"), Set("k8s-master1", "k8s-node1", "k8s-node2")),
        "change-of-many" =>
            new Drawing(
                Drawing.Bound(SevenMasters), ManyMoved, Set(["k8s-master2", "lb1", "lb2", .. Enumerable.Range(1, 40).Select(i => $"k8s-gpu{i}")])),
        _ => throw new ArgumentException($"there is no drawing {name}", nameof(name)),
    };

    private static Topology Starting => Drawing.Compiled(Case.ExampleName);

    private static Topology OneMasterForAnother => Drawing.Bound(Replaced(
        Starter.Unchanged.Topology,
        ("k8s-master3, address: 192.168.3.173", "k8s-master4, address: 192.168.3.176"),
        ("http: true", "http: false")));

    private static Topology ManyMoved => Drawing.Bound(Replaced(
        SevenMasters,
        ("k8s-master[1-7]", "k8s-master[2-8]"),
        ("10.20.0.11-10.20.0.17", "10.20.0.12-10.20.0.18"),
        ("k8s-node[001-460]\", addresses: 10.20.4.1-", "k8s-node[021-460]\", addresses: 10.20.4.21-"),
        ("k8s-gpu[1-40]\", addresses: 10.20.8.1-10.20.8.40", "k8s-gpu[1-48]\", addresses: 10.20.8.1-10.20.8.48"),
        ("address: 10.20.0.202}", "address: 10.20.0.202}, {name: lb3, address: 10.20.0.203}")));

    private static string Replaced(string text, params (string Old, string Now)[] edits)
    {
        foreach (var (old, now) in edits)
        {
            Assert.Contains(old, text);
            text = text.Replace(old, now, StringComparison.Ordinal);
        }

        return text;
    }

    private static HashSet<string> Set(params string[] names) => [.. names];

    private static string Name(string start) => start + '-' + string.Concat(Enumerable.Repeat("rack12-", 9))[..(62 - start.Length - 1)] + "x";

    private static string Address(int last) => $"2001:1db8:abcd:1234:5678:9abc:def0:{0x1000 + last:x4}";
}
