using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Binding.Faults;

internal static class WrongKind
{
    internal static readonly Fault Fault = new(
        "SHP003",
        "a value of the wrong kind",
        "haplane found a list, a mapping or a scalar where it expected another of the three.",
        "write the value as the message says")
    {
        Example = ("cluster: example", "cluster: [example]"),
    };

    internal static Diagnostic At(Node found, string expected, string name) =>
        Fault.AtShort(found.At, $"found {found.Kind} for \"{name}\", expected {expected}", $"write \"{name}\" as {expected}");
}
