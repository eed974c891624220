using System.Collections.Immutable;

namespace Generator.Cli.Folders;

/// <summary>How a folder differs from wanted files: paths below it, in order.</summary>
/// <param name="Missing">Wanted, and not in the folder.</param>
/// <param name="Changed">With other content.</param>
/// <param name="Extra">In the folder, and not wanted.</param>
internal sealed record FolderDifference(ImmutableArray<string> Missing, ImmutableArray<string> Changed, ImmutableArray<string> Extra)
{
    internal bool IsEmpty => Missing.IsEmpty && Changed.IsEmpty && Extra.IsEmpty;

    /// <summary>All of them, in order.</summary>
    internal ImmutableArray<string> Paths => [.. Missing.Concat(Changed).Concat(Extra).Order(StringComparer.Ordinal)];
}
