using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Binding.Faults;

internal static class MalformedValue
{
    internal static readonly Fault Fault = new(
        "SHP004",
        "a value of the wrong form",
        "Only values of a known form reach a file or a script, so nothing can be injected through them.",
        "write the value in the form that the message names")
    {
        Example = ("cluster: example", "cluster: My Cluster"),
    };

    internal static Diagnostic At(ScalarNode found, string expected, Key key) =>
        Fault.At(found.At, $"found {Quoted.Text(found.Value)} for \"{key.Name}\", expected {expected}", $"\"{key.Name}\": {key.Describes}");
}
