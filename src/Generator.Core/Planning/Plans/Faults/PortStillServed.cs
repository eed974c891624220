using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Planning.Plans.Faults;

internal static class PortStillServed
{
    private const string Steps =
        "first move the load balancer to other hosts or to another port, roll that out and run \"haplane build --done\"; then add the master";

    internal static readonly Fault Fault = new(
        "FRM009",
        "a load balancer that becomes a master on the same port",
        "The load balancer serves clients on the port until they have moved. The kube-apiserver starts before that, and cannot use the port.",
        Steps);

    internal static Diagnostic At(Location at, string host, Port port) => Fault.At(
        at,
        $"{host} serves clients on port {port} as a load balancer, and as a master its kube-apiserver needs that port",
        $"{Steps}. If the output was never rolled out, remove the output");
}
