using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Topologies;

/// <summary>TOP016.</summary>
internal static class NameIsReserved
{
    internal static readonly Rule Rule = new(
        "TOP016",
        Severity.Error,
        "a host's name means something else already",
        "Every machine is localhost to itself, and to Ansible \"all\" is every host: what is meant for this one would go elsewhere.",
        "give the host a name of its own",
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: all, address: 192.168.3.175, originals: assumed}]"),
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node2, address: 192.168.3.175, originals: assumed}]"),
        Check);

    // The names that an inventory has by itself (docs.ansible.com, "How to build your inventory").
    private static readonly string[] Reserved = ["all", "localhost", "ungrouped"];

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.Hosts
            .Where(host => Reserved.Contains(host.Name.Value.Text))
            .Select(host => new Finding(host.Name.At, $"no host can be named {host.Name}"));
}
