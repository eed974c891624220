using System.Text.RegularExpressions;

namespace Generator.Core.Foundation.Diagnostics;

/// <summary>Finds private keys in text: PEM of any kind (RFC 7468, PKCS#1, PKCS#8, SEC 1, OpenSSH, OpenPGP), as it is or in base64.</summary>
internal static partial class PrivateKeyText
{
    // "PRIVATE KEY" in base64, by where it starts within three bytes.
    private static readonly string[] InBase64 =
    [
        Convert.ToBase64String("PRIVATE K"u8),
        Convert.ToBase64String("IVATE KEY"u8),
        Convert.ToBase64String("RIVATE KE"u8),
    ];

    /// <summary>The places of the private keys in a text, in order.</summary>
    internal static IEnumerable<int> In(string text) =>
        Pem.Matches(text).Select(match => match.Index).Concat(EncodedIn(text)).Order();

    /// <summary>Whether a file in binary form holds a private key: PKCS#8 or PKCS#1 in DER, PKCS#12, a Java keystore.</summary>
    internal static bool IsBinary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xED, 0xFE, 0xED]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xCE, 0xCE, 0xCE, 0xCE]))
            return true;
        // SEQUENCE { INTEGER version, … }: version 0 or 1 is a key, 3 is PKCS#12. The version of a certificate comes one level deeper.
        if (bytes.Length < 16 || bytes[0] != 0x30)
            return false;
        var body = bytes[(bytes[1] < 0x80 ? 2 : 2 + (bytes[1] & 0x7F))..];
        return body.Length > 4 && body[0] == 0x02 && body[1] == 0x01 && body[2] is 0 or 1 or 3 && body[3] is 0x30 or 0x02 or 0x04;
    }

    // Base64 may be folded, and a fold may be anywhere.
    private static IEnumerable<int> EncodedIn(string text) =>
        Encoded.Matches(text)
            .Where(match => Blank.Replace(match.Value, "") is var joined && InBase64.Any(word => joined.Contains(word, StringComparison.Ordinal)))
            .Select(match => match.Index);

    // A redacted body is no key, and a pattern that a script searches for is none either.
    [GeneratedRegex(
        @"-{4,5} ?BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)? ?(?>-{4,5})(?!(?:\s|\\n)*haplane-redacted)(?![""'/)\]}*.$])"
            + "|PuTTY-User-Key-File-|AGE-SECRET-KEY-1[A-Z0-9]{20}",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pem { get; }

    [GeneratedRegex(@"[A-Za-z0-9+/]{16,}(?:\s*\n\s*[A-Za-z0-9+/]{16,})*", RegexOptions.CultureInvariant)]
    private static partial Regex Encoded { get; }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blank { get; }
}
