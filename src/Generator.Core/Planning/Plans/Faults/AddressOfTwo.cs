using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Planning.Plans.Faults;

internal static class AddressOfTwo
{
    internal static readonly Fault Fault = new(
        "FRM008",
        "an address that two machines would have during the rollout",
        "The old load balancers serve until every client has moved, and only then leave. Until then clients would reach one machine or the other by "
            + "chance.",
        "use another address and issue the kube-apiserver's certificate for it; or make two rollouts, each ended with \"haplane build --done\"");

    internal static Diagnostic At(Location at, Address address, string before) => Fault.At(
        at,
        $"{address} is {before}, and both would have it until the rollout is done",
        "use another address and issue the kube-apiserver's certificate for it; or make two rollouts, each ended with \"haplane build --done\": "
            + "first move the clients to another endpoint. If the output was never rolled out, remove the output");
}
