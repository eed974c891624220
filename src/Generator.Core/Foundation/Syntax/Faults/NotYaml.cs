using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax.Faults;

internal static class NotYaml
{
    internal static readonly Fault Fault = new(
        "YML001",
        "text that is not YAML",
        "No part of the file can be read until this is fixed.",
        "correct the line; often a bracket, a quote or the indentation above it is wrong")
    {
        Example = ("cluster: example", "cluster: example: one"),
    };

    internal static Diagnostic At(Location at, string message) => Fault.At(at, $"this is not YAML: {message}");
}
