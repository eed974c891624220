using System.Security.Cryptography;

namespace Generator.Core.Foundation.Values;

/// <summary>A SHA-256 digest in lower-case hexadecimal.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct Sha256(string Text) : IScalar<Sha256>
{
    /// <inheritdoc/>
    public static string Expected => "a SHA-256 digest: 64 hexadecimal digits in lower case";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.Sha256);

    /// <summary>The digest of some bytes.</summary>
    public static Sha256 Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <inheritdoc/>
    public static bool TryParse(string text, out Sha256 value)
    {
        value = new Sha256(text);
        return Grammar.Sha256.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
