using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Deliveries.Faults;

internal static class OtherOutputForm
{
    internal static readonly Fault Fault = new(
        "OUT002",
        "an output of another version",
        "Another release of haplane wrote it.",
        "build it again with this release of haplane");

    internal static Diagnostic In(string file) => Fault.At(file, $"{file} is not of the form that this release writes");
}
