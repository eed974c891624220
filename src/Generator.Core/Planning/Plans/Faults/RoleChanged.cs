using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Planning.Plans.Faults;

internal static class RoleChanged
{
    internal static readonly Fault Fault = new(
        "FRM003",
        "a master that becomes a worker, or a worker that becomes a master",
        "Its node identity and its files would change while they are in use.",
        "remove it, roll that out and run \"haplane build --done\"; then add it in its new role");

    internal static Diagnostic At(Location at, string host, bool wasMaster) => Fault.At(
        at,
        $"{host} was a {(wasMaster ? "master, but is not one" : "worker, but is a master")} now",
        "remove it, roll that out and run \"haplane build --done\"; then add it in its new role. "
            + "If the output was never rolled out, remove the output");
}
