using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Output.Bundles.Faults;

internal static class BundledFileChanged
{
    internal static readonly Fault Fault = new(
        "BND002",
        "a file that is not the one that was bundled",
        "What is rolled out would not be what was reviewed.",
        "download the bundle again from its source, and compare its identity with the one that \"haplane bundle\" printed");

    internal static Diagnostic At(string path, string message) => Fault.At(path, message);
}
