using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Deliveries.Faults;

internal static class OutputChanged
{
    internal static readonly Fault Fault = new(
        "OUT003",
        "an output that was changed by hand",
        "What is reviewed would not be what was built.",
        "change topology.yaml and build again; do not edit out/ by hand");

    internal static Diagnostic In(string file) => Fault.At(file, $"{file} was changed after the build: SHA256SUMS has another digest for it");
}
