using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Capturing.Captures.Faults;

internal static class UnlistedFile
{
    internal static readonly Fault Fault = new(
        "CPT005",
        "a file in a report that its list does not have",
        "Every file below originals/ is listed with its mode, owner and digest, and stays below the folder of its host.",
        "capture the host again with this release of haplane; if it happens again, report it");

    internal static Diagnostic At(Location at, string path, string problem) =>
        Fault.OnSecret(at, $"the report of {at.File.Path} brings {path}: {problem}");
}
