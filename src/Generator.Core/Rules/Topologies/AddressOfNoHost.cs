using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Topologies;

/// <summary>TOP011.</summary>
internal static class AddressOfNoHost
{
    internal static readonly Rule Rule = new(
        "TOP011",
        Severity.Error,
        "an address that no host has for all others",
        "A host's address is advertised, put into nginx.conf and into kubeconfigs: it must lead to this host from every other one.",
        "write the address of the interface by which the other hosts reach it",
        Example.With(workers: "[{name: k8s-node1, address: 127.0.0.1}]"),
        Example.With(),
        Check);

    // A range through such addresses is told once, where it is written.
    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from host in cluster.Topology.Hosts
        where host.Address.Value.SpecialKind is not null
        group host by host.Address.At into same
        let host = same.First()
        select new Finding(same.Key, $"the address {host.Address} of {host.Name} is {host.Address.Value.SpecialKind}");
}
