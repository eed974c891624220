using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Binding;

namespace Generator.Core.Reading.Originals.Faults;

internal static class OtherCaptureForm
{
    internal static readonly Fault Fault = new(
        "CAP002",
        "a capture.json of another version",
        "Another release of haplane wrote it.",
        "capture the host again with this release of haplane");

    internal static Diagnostic At(Location at) => Fault.At(at, $"capture.json is not of the form {CaptureKeys.Version}");
}
