using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Capturing.Captures.Faults;

internal static class MalformedReport
{
    internal static readonly Fault Fault = new(
        "CPT001",
        "a report of a host that is not of its form",
        "What a host sends is data. If its grammar does not know a line, haplane uses no part of the report.",
        "capture the host again with this release of haplane; if it happens again, report it");

    internal static Diagnostic At(Location at, string found, string expected) =>
        Fault.OnSecret(at, $"line {at.Line} of the report of {at.File.Path}: found {found}, expected {expected}");
}
