using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Planning.Plans.Faults;

internal static class VipMoved
{
    internal static readonly Fault Fault = new(
        "FRM007",
        "another VIP or router number",
        "The load balancers change one after the other. In between, one would not accept the advertisements of the other, and both would have the "
            + "VIP.",
        "remove vip, roll that out and run \"haplane build --done\"; then write the new one");

    internal static Diagnostic At(Location at, string before, string now) => Fault.At(
        at,
        $"the VIP was {before}, but is now {now}",
        "remove vip, roll that out and run \"haplane build --done\"; then write the new one. "
            + "If the output was never rolled out, remove the output");
}
