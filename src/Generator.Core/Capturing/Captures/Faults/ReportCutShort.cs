using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Capturing.Captures.Faults;

internal static class ReportCutShort
{
    internal static readonly Fault Fault = new(
        "CPT002",
        "a report of a host that is cut short",
        "Files and entries would be missing, but the capture would look complete.",
        "capture the host again; check the connection and the space on the operator's machine");

    internal static Diagnostic At(Location at, string why) => Fault.OnSecret(at, $"the report of {at.File.Path} is cut short: {why}");
}
