using Generator.Core.Foundation.Values;

namespace Generator.Core.Capturing.Captures;

/// <summary>A path that was found on a host.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Mode">Its permission bits; null for a link.</param>
/// <param name="Owner">Its owner and group; null for a link.</param>
/// <param name="Size">The bytes of the live file; null for anything else.</param>
/// <param name="Sha256">The digest of the live file; null if it could not be read or if its content could be guessed from the digest.</param>
/// <param name="Target">What a link points to.</param>
public sealed record ReportedEntry(string Path, EntryType Type, Permissions? Mode, FileOwner? Owner, long? Size, Sha256? Sha256, string? Target)
{
    /// <summary>The digest of the public part, if the file is a private key.</summary>
    public Sha256? PublicKeySha256 { get; init; }

    /// <summary>The subject of its first certificate (RFC 2253).</summary>
    public string? Subject { get; init; }

    /// <summary>The release, if it is a program of Kubernetes.</summary>
    public string? Version { get; init; }
}
