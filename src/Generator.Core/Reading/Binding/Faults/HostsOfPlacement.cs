using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding.Faults;

internal static class HostsOfPlacement
{
    internal static readonly Fault Fault = new(
        "SHP011",
        "load balancer hosts next to a placement that decides them",
        "With placement: masters, every master is a load balancer; with node-local, every master and worker. The listed hosts would get nothing.",
        "remove hosts; or remove placement to use only the listed hosts");

    internal static Diagnostic At(Node hosts, Choice<BalancerPlacement> placement) => Fault.AtStart(
        hosts.At,
        $"placement: {placement} has no hosts: the load balancers are the masters"
            + $"{(placement.Value == BalancerPlacement.NodeLocal ? " and the workers" : "")}, but hosts is written too");
}
