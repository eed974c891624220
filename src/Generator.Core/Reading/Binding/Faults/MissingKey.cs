using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Binding.Faults;

internal static class MissingKey
{
    internal static readonly Fault Fault = new(
        "SHP002",
        "a missing key",
        "There is no sensible default for it.",
        "add the key")
    {
        Example = ("cluster: example\n", ""),
    };

    internal static Diagnostic At(Node node, Section section, Key key) =>
        Fault.AtStart(node.At, $"{section.Name} needs the key \"{key.Name}\"", $"add {key.Name}: {key.Describes}");
}
