using Generator.Core.Values;

namespace Generator.Core.Bundles;

/// <summary>A bundle whose every file is the one that it lists; who has signed that list is another question.</summary>
/// <param name="Cluster">The cluster that it is for.</param>
/// <param name="Revision">The commit that it was made from; empty where that is not known.</param>
/// <param name="Payload">What it carries.</param>
/// <param name="Sums">The list.</param>
/// <param name="Signature">The signature of the list; null where it is not signed.</param>
/// <param name="Signers">Who may sign, as the bundle itself says; null where it does not.</param>
public sealed record CheckedBundle(
    string Cluster,
    string Revision,
    Payload Payload,
    ReadOnlyMemory<byte> Sums,
    ReadOnlyMemory<byte>? Signature,
    ReadOnlyMemory<byte>? Signers)
{
    /// <summary>The SHA-256 of <see cref="Sums"/>.</summary>
    public Sha256 Identity => Sha256.Of(Sums.Span);
}
