using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Binding.Faults;

internal static class EmptyList
{
    internal static readonly Fault Fault = new(
        "SHP005",
        "an empty list",
        "This list needs at least one entry.",
        "add an entry, or remove the key where it is optional");

    internal static Diagnostic At(Node at, string name) =>
        Fault.AtShort(at.At, $"the list \"{name}\" is empty", $"add at least one entry to \"{name}\"");
}
