using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax.Faults;

internal static class TooManyFaults
{
    internal static readonly Fault Fault = new(
        "YML008",
        "too many faults",
        "A file of another kind has nothing but faults, so haplane does not read the rest.",
        "fix the faults above first, and check that this is the right file");

    internal static Diagnostic At(Location at, int most) =>
        Fault.At(at, FormattableString.Invariant($"more than {most} faults up to here; the rest is not read"));
}
