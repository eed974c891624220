using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class VipNotBuilt
{
    internal static readonly Rule Rule = new(
        "LBR003",
        Severity.Error,
        "vip is not supported yet",
        "This release does not write keepalived configuration, so no host would carry the address.",
        "remove vip, or wait for a release that supports it",
        Example.With(
            loadBalancer: "{hosts: [{name: lb1, address: 192.168.3.202}, {name: lb2, address: 192.168.3.203}], vip: {address: 192.168.3.201, "
                + "routerId: 61, interface: eth0}}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        // A VIP that is wrong in itself gets its own finding.
        if (cluster.Topology.LoadBalancer is { Engine.Value.Value: not BalancerEngine.External, Vip: { } vip }
            && Machines.At(cluster.Topology, vip.Address.Value) is null)
            yield return new Finding(vip.Address.At, "vip is not supported yet");
    }
}
