using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Binding.Faults;

internal static class UnknownKey
{
    internal static readonly Fault Fault = new(
        "SHP001",
        "an unknown key",
        "If haplane ignored a misspelt key, the default would apply and you would not notice.",
        "write one of the keys that the message names")
    {
        Example = ("workers:", "worker: []\nworkers:"),
    };

    internal static Diagnostic At(ScalarNode key, Section section)
    {
        var names = section.Keys.Select(known => known.Name).ToArray();
        var hint = Suggestion.Nearest(key.Value, names) is { } nearest
            ? $"did you mean {Quoted.Text(nearest)}?"
            : $"{section.Name} has the keys {string.Join(", ", names)}";
        return Fault.At(key.At, $"{section.Name} has no key {Quoted.Text(key.Value)}", hint);
    }

    internal static Diagnostic Further(ScalarNode key, Section section, int count) => Fault.At(
        key.At,
        FormattableString.Invariant($"{count} further keys from here on are unknown to {section.Name}"),
        "check that this is the right file");
}
