using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax.Faults;

internal static class NestedTooDeep
{
    internal static readonly Fault Fault = new(
        "YML003",
        "nesting that is too deep",
        "No part of these files needs it, and deep nesting crashes some YAML readers.",
        "remove the nesting");

    internal static Diagnostic At(Location at, int most) => Fault.At(at, FormattableString.Invariant($"nested deeper than {most} levels"));
}
