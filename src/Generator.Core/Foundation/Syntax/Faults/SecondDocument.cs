using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax.Faults;

internal static class SecondDocument
{
    internal static readonly Fault Fault = new(
        "YML009",
        "a second document",
        "One file describes one cluster.",
        "write one cluster into one file, without ---");

    internal static Diagnostic At(Location at) => Fault.At(at, "a second document starts here");
}
