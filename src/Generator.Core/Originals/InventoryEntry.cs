using Generator.Core.Diagnostics;
using Generator.Core.Values;

namespace Generator.Core.Originals;

/// <summary>One path that was seen on a live host.</summary>
/// <param name="Path">The path.</param>
/// <param name="Type">What it is.</param>
/// <param name="Mode">Its permission bits.</param>
/// <param name="Owner">Its owner and group.</param>
/// <param name="Sha256">The digest of the live file; null for a directory, a link, and a secret that could be guessed from it.</param>
/// <param name="Target">What a link points to.</param>
/// <param name="PublicKeySha256">The digest of the public part; null where it holds no private key.</param>
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
    /// <summary>The size of the live file in bytes; null where it was not written.</summary>
    internal long? Size { get; init; }

    /// <summary>The file of another host that held the same secret when both were captured; null where none is known.</summary>
    internal SameSecret? SameAs { get; init; }
}
