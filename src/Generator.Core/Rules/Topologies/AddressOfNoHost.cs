using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class AddressOfNoHost
{
    internal static readonly Rule Rule = new(
        "TOP011",
        Severity.Error,
        "an address cannot belong to a host that others reach",
        "Every other host must reach this host by its address. haplane advertises it and writes it into nginx.conf and kubeconfigs.",
        "write the address of the interface that the other hosts use to reach it",
        Example.With(workers: "[{name: k8s-node1, address: 127.0.0.1}]"),
        Example.With(),
        Check);

    // A range of such addresses is reported once, at the place where it is written.
    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from host in cluster.Topology.Hosts
        where host.Address.Value.SpecialKind is not null
        group host by host.Address.At into same
        let host = same.First()
        select new Finding(same.Key, $"the address {host.Address} of {host.Name} is {host.Address.Value.SpecialKind}");
}
