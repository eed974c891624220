using Generator.Core.Foundation.Values;

namespace Generator.Core.Output.Bundles;

/// <summary>A bundle with only unchanged files; its signature is checked separately.</summary>
/// <param name="Revision">The commit that it was made from; empty if it is not known.</param>
/// <param name="Sums">The list of digests.</param>
/// <param name="Signature">The signature of the list; null if it is unsigned.</param>
/// <param name="Signers">The allowed signers from the bundle itself; null if it lists none.</param>
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
