using System.Collections.Frozen;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;

namespace Generator.Core.Rules;

/// <summary>Which hosts of the topology are one machine.</summary>
internal static class Machines
{
    /// <summary>The load balancer's hosts.</summary>
    internal static FrozenSet<Host> Balancers(Topology topology) =>
        (topology.LoadBalancer is { } balancer ? balancer.Hosts : []).ToFrozenSet<Host>(ReferenceEqualityComparer.Instance);

    /// <summary>Whether two entries describe one machine: the same name and the same address.</summary>
    internal static bool AreOne(Host a, Host b) => a.Name.Value == b.Name.Value && a.Address.Value == b.Address.Value;

    /// <summary>The host that has an address; null if none has.</summary>
    internal static Host? At(Topology topology, Address address) => topology.Hosts.FirstOrDefault(host => host.Address.Value == address);
}
