using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Binding.Faults;

internal static class ValueUndecided
{
    internal static readonly Fault Fault = new(
        "SHP010",
        "a value that is undecided",
        "\"haplane capture\" writes what it finds on the hosts. It leaves undecided what only a person can choose, such as the new "
            + "masters. A comment there says what to choose.",
        "replace the word undecided with the value")
    {
        Example = ("cluster: example", "cluster: undecided"),
    };

    internal static Diagnostic At(ScalarNode found, Key key, string expected) =>
        Fault.At(found.At, $"\"{key.Name}\" is undecided: {key.Describes}", $"write {expected}");
}
