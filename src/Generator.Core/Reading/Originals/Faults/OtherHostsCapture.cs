using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals.Faults;

internal static class OtherHostsCapture
{
    internal static readonly Fault Fault = new(
        "CAP003",
        "a capture in the folder of another host",
        "haplane would treat the files of one host as those of another.",
        "move the capture to the folder of its own host");

    internal static Diagnostic At(Location at, string found, string host) =>
        Fault.At(at, $"this capture.json is of {found}, but it is in the folder of {host}");
}
