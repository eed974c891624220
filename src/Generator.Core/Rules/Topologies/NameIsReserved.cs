using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class NameIsReserved
{
    internal static readonly Rule Rule = new(
        "TOP016",
        Severity.Error,
        "a host's name is reserved",
        "Every machine calls itself localhost, and Ansible uses \"all\" for every host. Changes for this host would go to other hosts.",
        "write another name for the host",
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: all, address: 192.168.3.175, originals: assumed}]"),
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node2, address: 192.168.3.175, originals: assumed}]"),
        Check);

    // Names that every inventory defines (docs.ansible.com, "How to build your inventory").
    private static readonly string[] Reserved = ["all", "localhost", "ungrouped"];

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.Hosts
            .Where(host => Reserved.Contains(host.Name.Value.Text))
            .Select(host => new Finding(host.Name.At, $"no host can be named {host.Name}"));
}
