using Generator.Core.Diagnostics;

namespace Generator.Core.Originals;

/// <summary>One path that a component needs.</summary>
/// <param name="Path">The path.</param>
/// <param name="Role">What it is.</param>
/// <param name="NamedBy">Who names it, for people: <c>--tls-cert-file</c>, <c>ExecStart</c>.</param>
/// <param name="At">Where it is named.</param>
/// <param name="Unit">The unit whose service reads it; null for what no service reads.</param>
/// <param name="IsRequired">Whether the component fails without it.</param>
/// <param name="Seen">What was seen there; null where nothing was.</param>
/// <param name="Content">What was captured of it; null where nothing was.</param>
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

    /// <summary>Whether every line of the file is a secret, with no key that says so.</summary>
    internal bool HoldsOnlySecrets { get; init; }
}
