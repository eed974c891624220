using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals.Faults;

internal static class NoInventory
{
    internal static readonly Fault Fault = new(
        "CAP001",
        "a host's folder without capture.json",
        "capture.json lists what was seen on the host, with modes, owners and digests. Without it nothing can be classified.",
        "add originals/HOST/capture.json, which lists what was seen on the host");

    internal static Diagnostic Of(string host) => Fault.At(
        $"originals/{host}/capture.json",
        "this file is missing",
        $"add originals/{host}/capture.json, which lists what was seen on the host; \"haplane init DIR\" writes an example");
}
