using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding.Faults;

internal static class KeyOfPlacement
{
    internal static readonly Fault Fault = new(
        "SHP011",
        "a key of the load balancer next to a placement that does not have it",
        "With placement: masters, every master is a load balancer; with node-local, every master and worker. Listed hosts would get nothing. With "
            + "node-local, a load balancer serves only its own node: a VIP would have nothing behind it, and the http page would open port 80 on "
            + "every node.",
        "remove the key; or use another placement");

    internal static Diagnostic Hosts(Location at, Choice<BalancerPlacement> placement) => Fault.AtStart(
        at,
        $"placement: {placement} has no hosts: the load balancers are the masters"
            + $"{(placement.Value == BalancerPlacement.NodeLocal ? " and the workers" : "")}, but hosts is written too",
        "remove hosts; or remove placement to use only the listed hosts");

    internal static Diagnostic Vip(Location at) => Fault.AtStart(
        at,
        "placement: node-local has no vip: each load balancer serves only its own node",
        "remove vip; or use placement: masters or hosts");

    internal static Diagnostic Http(Location at) => Fault.At(
        at,
        "placement: node-local has no http page: it would open port 80 on every node",
        "remove http; or use placement: masters or hosts");
}
