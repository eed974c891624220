using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Capturing.Captures.Faults;

internal static class ReportTooLarge
{
    internal static readonly Fault Fault = new(
        "CPT003",
        "a report of a host that is too large",
        "haplane reads a report as a whole. A host with so many files below its Kubernetes folders has something else there.",
        "find the folder with very many files on the host, and move it away");

    internal static Diagnostic At(Location at, string what) => Fault.OnSecret(at, $"the report of {at.File.Path} is too large: {what}");
}
