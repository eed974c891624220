using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Planning.Plans.Faults;

internal static class SocketClosed
{
    private const string Hint = "set another loadBalancer.port; the old one stays open until \"haplane build --done\"";

    internal static readonly Fault Fault = new(
        "FRM010",
        "a load balancer that changes to or from loopback on the same port",
        "Its clients use the old address until they have moved. On the same port the load balancer would close that address before.",
        Hint);

    internal static Diagnostic At(Location at, string host, Port port, Address? only) => Fault.At(
        at,
        $"{host} would listen only on {only}:{port}, and close the address that its clients still use on this port",
        $"{Hint}. If the output was never rolled out, remove the output");
}
