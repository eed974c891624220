using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Binding.Faults;

internal static class OtherVersion
{
    internal static readonly Fault Fault = new(
        "SHP006",
        "another version of the file format",
        "The same words can mean something else in a newer version.",
        "write the version that the message names")
    {
        Example = ("haplane/v1", "haplane/v2"),
    };

    internal static Diagnostic At(ScalarNode found, string expected) => Fault.At(
        found.At,
        $"found apiVersion {Quoted.Text(found.Value)}, expected {expected}",
        $"write apiVersion: {expected}; a newer file needs a newer haplane");
}
