using Generator.Core.Diagnostics;
using Generator.Core.Syntax;
using Generator.Core.Values;

namespace Generator.Core.Binding;

/// <summary>The faults of a document's shape, with their codes. All that one run finds are reported together.</summary>
internal static class ShapeFault
{
    internal static Diagnostic UnknownKey(ScalarNode key, Section section)
    {
        var names = section.Keys.Select(known => known.Name).ToArray();
        var hint = Suggestion.Nearest(key.Value, names) is { } nearest
            ? $"did you mean {Quoted.Text(nearest)}?"
            : $"{section.Name} has the keys {string.Join(", ", names)}";
        return Diagnostic.Error("SHP001", $"{section.Name} has no key {Quoted.Text(key.Value)}", key.At, hint);
    }

    internal static Diagnostic FurtherUnknownKeys(ScalarNode key, Section section, int count) =>
        Diagnostic.Error("SHP001", FormattableString.Invariant($"{count} further keys from here on are unknown to {section.Name}"), key.At, "is it the right file?");

    internal static Diagnostic MissingKey(Node node, Section section, Key key) =>
        Diagnostic.Error("SHP002", $"{section.Name} needs the key \"{key.Name}\"", FirstByte(node.At), $"add {key.Name}: {key.Describes}");

    internal static Diagnostic WrongKind(Node found, string expected, string name) =>
        Diagnostic.Error("SHP003", $"found {found.Kind}, expected {expected} for \"{name}\"", FirstLine(found.At), $"write \"{name}\" as {expected}");

    internal static Diagnostic Malformed(ScalarNode found, string expected, Key key) =>
        Diagnostic.Error("SHP004", $"found {Quoted.Text(found.Value)} for \"{key.Name}\", expected {expected}", found.At, $"\"{key.Name}\" says {key.Describes}");

    internal static Diagnostic EmptyList(Node at, string name) =>
        Diagnostic.Error("SHP005", $"the list \"{name}\" is empty", FirstLine(at.At), $"give \"{name}\" at least one entry");

    internal static Diagnostic Version(ScalarNode found, string expected) =>
        Diagnostic.Error("SHP006", $"found apiVersion {Quoted.Text(found.Value)}, expected {expected}", found.At, $"write apiVersion: {expected}; a newer file needs a newer haplane");

    internal static Diagnostic RangeForm(Node at) =>
        Diagnostic.Error("SHP007", "a host is either \"name\" with \"address\", or \"range\" with \"addresses\"", FirstByte(at.At), "keep one of the two pairs");

    internal static Diagnostic RangeLength(Location at, int names, AddressRange addresses) =>
        Diagnostic.Error(
            "SHP008",
            FormattableString.Invariant($"the range has {names} names, and {addresses} does not hold as many addresses"),
            at,
            "make both ranges the same length");

    internal static Diagnostic TooManyHosts(Location at, int most) =>
        Diagnostic.Error("SHP009", FormattableString.Invariant($"with this range there are more than {most} hosts"), at, "check the numbers of the range; one cluster has at most half as many");

    internal static Diagnostic Undecided(ScalarNode found, Key key, string expected) =>
        Diagnostic.Error("SHP010", $"\"{key.Name}\" is undecided: {key.Describes}", found.At, $"write {expected}");

    // A whole block under carets would hide where the fault is.
    private static Location FirstByte(Location at) => at with { Span = new ByteSpan(at.Span.Start, Math.Min(at.Span.Start + 1, at.File.Bytes.Length)) };

    private static Location FirstLine(Location at) => at.Span.Length > 80 ? FirstByte(at) : at;
}
