using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Output.Bundles.Faults;

internal static class ContentsDiffer
{
    internal static readonly Fault Fault = new(
        "BND003",
        "a bundle whose contents differ from its output",
        "A host would look for files that are not there, or get files that its plan does not name.",
        "bundle it again with this release of haplane");

    internal static Diagnostic At(string path, string message) => Fault.At(path, message);
}
