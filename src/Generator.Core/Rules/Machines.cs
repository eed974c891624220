using System.Collections.Frozen;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules;

/// <summary>Which hosts of the topology are one machine.</summary>
internal static class Machines
{
    /// <summary>The load balancer's hosts.</summary>
    internal static FrozenSet<Host> Balancers(Topology topology) =>
        (topology.LoadBalancer is { } balancer ? balancer.Hosts : []).ToFrozenSet<Host>(ReferenceEqualityComparer.Instance);

    /// <summary>Whether two entries describe one machine: the same name and the same address.</summary>
    internal static bool AreOne(Host a, Host b) => a.Name.Value == b.Name.Value && a.Address.Value == b.Address.Value;

    /// <summary>
    /// The components on a load balancer host that is also a master or a worker; none on any other. A new master runs those of the source master.
    /// </summary>
    internal static IEnumerable<(Installation Installation, Component Component)> ComponentsOn(Cluster cluster, Host balancer)
    {
        var master = cluster.Topology.Masters.FirstOrDefault(master => master.Host.Name.Value == balancer.Name.Value);
        var worker = cluster.Topology.Workers.FirstOrDefault(worker => worker.Host.Name.Value == balancer.Name.Value);
        var installation = master is not null ? cluster.Source : worker is not null ? cluster.Of(worker) : null;
        return installation is null
            ? []
            : installation.Components
                .Where(component => component.IsControlPlane || master?.RunsNode?.Value.On != false)
                .Select(component => (installation, component));
    }

    /// <summary>The host that has an address; null if none has.</summary>
    internal static Host? At(Topology topology, Address address) => topology.Hosts.FirstOrDefault(host => host.Address.Value == address);
}
