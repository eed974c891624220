using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Binding.Faults;

internal static class NameAndRange
{
    internal static readonly Fault Fault = new(
        "SHP007",
        "a host with both a name and a range",
        "A host entry is either one host, with name and address, or many, with range and addresses.",
        "keep one of the two pairs");

    internal static Diagnostic At(Node at) => Fault.AtStart(at.At, "a host is either \"name\" with \"address\", or \"range\" with \"addresses\"");
}
