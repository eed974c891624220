using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Planning.Plans.Faults;

internal static class HostRenamed
{
    internal static readonly Fault Fault = new(
        "FRM002",
        "a machine with another name",
        "The files on the machine were delivered under its old name. As two machines, one of them would stop the other.",
        "keep the name, or remove the machine and add it again: two rollouts, each ended with \"haplane build --done\"");

    internal static Diagnostic At(Location at, string address, string before, string now) => Fault.At(
        at,
        $"{address} was called {before}, but is now {now}",
        $"keep the name {before}, or remove the machine and add it again: two rollouts, each ended with \"haplane build --done\". "
            + "If the output was never rolled out, remove it");
}
