using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class NameUsedTwice
{
    internal static readonly Rule Rule = new(
        "TOP001",
        Severity.Error,
        "a host's name is used twice",
        "The name selects a host's originals and output folder, and its node name. Two hosts with one name would get each other's files.",
        "write a different name for each host; only a load balancer may share name and address with a master or a worker",
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node1, address: 192.168.3.175}]"),
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.174}, {name: k8s-node2, address: 192.168.3.175}]"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var balancers = Machines.Balancers(cluster.Topology);
        var first = new Dictionary<string, Host>(StringComparer.Ordinal);
        foreach (var host in cluster.Topology.Hosts)
        {
            if (first.TryAdd(host.Name.Value.Text, host))
                continue;
            var earlier = first[host.Name.Value.Text];
            if (balancers.Contains(host) && Machines.AreOne(host, earlier))
                continue;
            yield return new Finding(host.Name.At, $"the name {host.Name} is used twice")
            {
                Related = [new RelatedPlace("first used here", earlier.Name.At)],
            };
        }
    }
}
