using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax.Faults;

internal static class RefusedYaml
{
    internal static readonly Fault Fault = new(
        "YML004",
        "an alias, anchor, tag, merge key or a key that is no scalar",
        "They mean different things to different readers, and a few of them can fill any memory.",
        "write the value out")
    {
        Example = ("cluster: example", "cluster: &name example"),
    };

    internal static Diagnostic At(Location at, string what) => Fault.At(at, $"{what} is not allowed here");
}
