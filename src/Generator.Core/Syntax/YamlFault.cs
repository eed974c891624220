using Generator.Core.Diagnostics;

namespace Generator.Core.Syntax;

/// <summary>The faults of YAML text, with their codes: what cannot be read, and what is refused because it can be hostile.</summary>
internal static class YamlFault
{
    internal static Diagnostic Syntax(Location at, string message) =>
        Diagnostic.Error("YML001", $"this is not YAML: {message}", at, "correct the line; often a bracket, a quote or the indentation above it is wrong");

    internal static Diagnostic TooLarge(Location at, long size, long most) =>
        Diagnostic.Error("YML002", FormattableString.Invariant($"the file has {size} bytes; at most {most} are read"), at, "is it the right file? Use ranges for many hosts");

    internal static Diagnostic TooDeep(Location at, int most) =>
        Diagnostic.Error("YML003", FormattableString.Invariant($"nested deeper than {most} levels"), at, "no part of this file needs such depth; remove the nesting");

    internal static Diagnostic Refused(Location at, string what) =>
        Diagnostic.Error("YML004", $"{what} is not allowed here", at, "write the value out; the file must mean the same to every reader");

    internal static Diagnostic DuplicateKey(ScalarNode key, ScalarNode first) =>
        Diagnostic.Error("YML005", $"the key {Quoted.Text(key.Value)} stands twice", key.At, "keep one of the two") with
        {
            Related = [new RelatedPlace("first written here", first.At)],
        };

    internal static Diagnostic Character(Location at, string name) =>
        Diagnostic.Error("YML006", $"{name} is not allowed in this file", at, "remove it; retype the line if it cannot be seen");

    internal static Diagnostic TooMany(Location at, int most) =>
        Diagnostic.Error("YML008", FormattableString.Invariant($"more than {most} faults up to here; the rest is not read"), at, "mend those first; is it the right file?");

    internal static Diagnostic Empty(Location at) =>
        Diagnostic.Error("YML007", "there is nothing in this file", at, "\"haplane init DIR\" writes one to start from");

    internal static Diagnostic SecondDocument(Location at) =>
        Diagnostic.Error("YML009", "a second document starts here", at, "write one cluster into one file, without ---");
}
