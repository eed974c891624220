using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax.Faults;

internal static class KeyTwice
{
    internal static readonly Fault Fault = new(
        "YML005",
        "a key that is written twice",
        "Readers disagree on which of the two counts.",
        "keep one of the two")
    {
        Example = ("cluster: example", "cluster: example\ncluster: example"),
    };

    internal static Diagnostic At(ScalarNode key, ScalarNode first) => Fault.At(key.At, $"the key {Quoted.Text(key.Value)} is written twice") with
    {
        Related = [new RelatedPlace("first written here", first.At)],
    };
}
