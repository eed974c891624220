using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax.Faults;

internal static class EmptyFile
{
    internal static readonly Fault Fault = new(
        "YML007",
        "an empty file",
        "There is nothing to compile.",
        "run \"haplane init DIR\" for a file to start from");

    internal static Diagnostic At(Location at) => Fault.At(at, "this file is empty");
}
