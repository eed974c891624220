using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals;

/// <summary>One path that a component needs.</summary>
/// <param name="NamedBy">What names it, for people: <c>--tls-cert-file</c>, <c>ExecStart</c>.</param>
/// <param name="At">Where it is named.</param>
/// <param name="Unit">The unit whose service reads it; null if no service reads it.</param>
/// <param name="IsRequired">Whether the component fails without it.</param>
/// <param name="Seen">The entry in capture.json; null if there is none.</param>
/// <param name="Content">The captured content; null if it was not captured.</param>
internal sealed record ClosureEntry(
    string Path,
    FileRole Role,
    string NamedBy,
    Location At,
    string? Unit,
    bool IsRequired,
    InventoryEntry? Seen,
    SourceFile? Content)
{
    /// <summary>Whether the content decides which other files are needed.</summary>
    internal bool IsFollowed { get; init; }

    /// <summary>Whether every line of the file is a secret, without a key that shows it.</summary>
    internal bool HoldsOnlySecrets { get; init; }
}
