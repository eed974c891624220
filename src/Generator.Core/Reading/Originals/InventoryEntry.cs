using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>One path that was found on a live host.</summary>
/// <param name="Sha256">The digest of the live file; null for a directory, a link, and a secret whose content could be guessed from it.</param>
/// <param name="Target">What a link points to.</param>
/// <param name="PublicKeySha256">The digest of the public part; null if it is not a private key.</param>
/// <param name="Subject">The subject of its certificate, common name first.</param>
/// <param name="Version">The release, for a program of Kubernetes.</param>
/// <param name="At">Where capture.json lists it.</param>
internal sealed record InventoryEntry(
    string Path,
    EntryType Type,
    Permissions Mode,
    FileOwner Owner,
    Sha256? Sha256,
    string? Target,
    Sha256? PublicKeySha256,
    string? Subject,
    string? Version,
    Location At)
{
    /// <summary>The size of the live file in bytes; null if it is not listed.</summary>
    internal long? Size { get; init; }

    /// <summary>The file of another host with the same secret when both were captured; null if none is known.</summary>
    internal SameSecret? SameAs { get; init; }
}
