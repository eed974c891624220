using System.Buffers.Binary;
using System.Text;

namespace Generator.Core.Foundation.Values;

/// <summary>A line of an ssh allowed-signers file: identity, purpose and key of a signer (ssh-keygen(1), ALLOWED SIGNERS).</summary>
/// <param name="Text">The text as it was written.</param>
/// <param name="Namespaces">The namespaces that the key may sign: patterns separated by commas; empty for any.</param>
public readonly record struct AllowedSigner(string Text, string Namespaces) : IScalar<AllowedSigner>
{
    private const string Bundles = "haplane-bundle";

    /// <inheritdoc/>
    public static string Expected => "a line of an ssh allowed-signers file, such as \"ops@example.org ssh-ed25519 AAAA…\"";

    /// <summary>Whether the key may sign bundles. Only ssh-keygen can decide for a pattern with a wildcard.</summary>
    public bool MaySignBundles =>
        Namespaces.Length == 0 || Namespaces.Split(',').Any(pattern => pattern == Bundles || pattern.Contains('*', StringComparison.Ordinal));

    /// <inheritdoc/>
    public static bool TryParse(string text, out AllowedSigner value)
    {
        var match = Grammar.AllowedSigner.Match(text);
        value = new AllowedSigner(text, match.Groups["spaces"].Value);
        return match.Success
            && !text.Any(letter => char.IsControl(letter) && letter != '\t')
            && IsOfType(match.Groups["key"].Value, match.Groups["type"].Value);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    // A key starts with its type: four bytes of length, then the name (RFC 4253, 6.6).
    private static bool IsOfType(string base64, string type)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || length < 4)
            return false;
        var named = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return named == type.Length && length > 4 + type.Length && Encoding.ASCII.GetString(bytes, 4, type.Length) == type;
    }
}
