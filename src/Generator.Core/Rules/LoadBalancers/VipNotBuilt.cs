using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR003.</summary>
internal static class VipNotBuilt
{
    internal static readonly Rule Rule = new(
        "LBR003",
        Severity.Error,
        "a VIP is not built yet",
        "This release does not write keepalived's configuration, so nothing would carry the address.",
        "leave vip out, or wait for a release that builds it",
        Example.With(loadBalancer: "{hosts: [{name: lb1, address: 192.168.3.202}, {name: lb2, address: 192.168.3.203}], vip: {address: 192.168.3.201, routerId: 61, interface: eth0}}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        // A VIP that is wrong in itself is better told so.
        if (cluster.Topology.LoadBalancer?.Vip is { } vip && Machines.At(cluster.Topology, vip.Address.Value) is null)
            yield return new Finding(vip.Address.At, "vip is not built yet");
    }
}
