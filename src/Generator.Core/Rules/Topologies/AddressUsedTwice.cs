using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class AddressUsedTwice
{
    internal static readonly Rule Rule = new(
        "TOP002",
        Severity.Error,
        "an address is used twice",
        "Files for one host would be delivered to another, and a kube-apiserver would advertise another host's address.",
        "correct the address; for a machine that is also a load balancer, use the same name in both places",
        Example.With(workers: "[{name: k8s-node1, address: 192.168.3.172}]"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var balancers = Machines.Balancers(cluster.Topology);
        var first = new Dictionary<Address, Host>();
        foreach (var host in cluster.Topology.Hosts)
        {
            if (first.TryAdd(host.Address.Value, host))
                continue;
            var earlier = first[host.Address.Value];
            // The same name means one machine in two roles, or the rule about names reports it.
            if (Machines.AreOne(host, earlier))
                continue;
            var role = balancers.Contains(host) ? "the load balancer " : "";
            yield return new Finding(host.Address.At, $"the address {host.Address} of {role}{host.Name} is already used by {earlier.Name}")
            {
                Related = [new RelatedPlace("first used here", earlier.Address.At)],
            };
        }
    }
}
