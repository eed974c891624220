using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Planning.Plans.Faults;

internal static class OtherCluster
{
    internal static readonly Fault Fault = new(
        "FRM001",
        "an output of another cluster",
        "The rollout would take everything out of service that is in the old output and not in the topology.",
        "pass another folder with -o; if that output was never rolled out, remove it and build again");

    internal static Diagnostic At(Location at, string before, string now) =>
        Fault.At(at, $"the output that is replaced is of the cluster {before}, but this is {now}");
}
