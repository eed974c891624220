using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Deliveries.Faults;

internal static class NotAnOutput
{
    internal static readonly Fault Fault = new(
        "OUT001",
        "a folder that is not an output of haplane",
        "haplane compares and rolls out only what \"haplane build\" wrote.",
        "pass a folder that \"haplane build\" wrote, or the folder of the topology");

    internal static Diagnostic Without(string file) => Fault.At(file, $"this is not an output of haplane: {file} is missing");
}
