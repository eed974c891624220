using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Binding.Faults;

internal static class HostsOfPlacement
{
    internal static readonly Fault Fault = new(
        "SHP011",
        "load balancer hosts next to placement: masters",
        "With placement: masters, every master is a load balancer. The listed hosts would get nothing.",
        "remove hosts; or remove placement to use only the listed hosts");

    internal static Diagnostic At(Node hosts) =>
        Fault.AtStart(hosts.At, "placement: masters has no hosts: the load balancers are the masters, but hosts is written too");
}
