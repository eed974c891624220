using Generator.Core.Diagnostics;

namespace Generator.Core.Captures;

/// <summary>The faults of a report that keep it from being read, with their codes.</summary>
internal static class CensusFault
{
    // The line may hold anything, a secret too: the message quotes what it needs, and no excerpt follows.
    private const string Again = "capture this host again with this release of haplane; if it happens again, report it with this message";

    internal static Diagnostic Malformed(Location at, string found, string expected) =>
        On("CPT001", at, $"line {at.Line} of the report of {at.File.Path}: found {found}, expected {expected}", Again);

    internal static Diagnostic CutShort(Location at, string why) =>
        On(
            "CPT002",
            at,
            $"the report of {at.File.Path} is cut short: {why}",
            "capture this host again; check the connection and the space on the operator's machine if it happens again");

    internal static Diagnostic TooLarge(Location at, string what) =>
        On(
            "CPT003",
            at,
            $"the report of {at.File.Path} is too large: {what}",
            "look on the host for a folder with very many files below the layout's folders, and move it away");

    internal static Diagnostic Unlisted(Location at, string path, string problem) =>
        On("CPT005", at, $"the report of {at.File.Path} brings {path}: {problem}", Again);

    private static Diagnostic On(string code, Location at, string message, string hint) =>
        Diagnostic.Error(code, message, at, hint) with { IsOnSecret = true };
}
