using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Generator.Core.Reading.Certificates;

/// <summary>
/// Finds the signer of a certificate by its key only. X509Chain would do more, but it also reads the machine's own store of
/// certificates.
/// </summary>
internal static class Signature
{
    // Most clients have certificates of one signer, and OpenSSL needs half a millisecond to read a key.
    private static readonly ConcurrentDictionary<(Certificate Certificate, Certificate Signer), bool?> Known = [];

    /// <summary>The most intermediate certificates in a chain.</summary>
    private const int Longest = 8;

    /// <summary>
    /// Whether clients with these roots trust a certificate, given the intermediate certificates shown with it; null if an algorithm
    /// is not known here.
    /// </summary>
    internal static bool? LeadsTo(IReadOnlyList<Certificate> shown, IReadOnlyCollection<Certificate> roots) =>
        LeadsTo(shown[0], shown, roots, Longest);

    private static bool? LeadsTo(Certificate certificate, IReadOnlyCollection<Certificate> between, IReadOnlyCollection<Certificate> roots, int left)
    {
        if (roots.Any(root => root.Encoded.Span.SequenceEqual(certificate.Encoded.Span)))
            return true;
        bool? answer = false;
        foreach (var signer in roots.Concat(left > 0 ? between : []).Where(signer => IsNamedBy(certificate, signer)))
        {
            var step = Known.GetOrAdd((certificate, signer), static pair => IsBy(pair.Certificate, pair.Signer)) is not true and var doubt
                ? doubt
                : roots.Contains(signer) ? true
                : LeadsTo(signer, between, roots, left - 1);
            if (step == true)
                return true;
            answer = step is null ? null : answer;
        }

        return answer;
    }

    private static bool IsNamedBy(Certificate certificate, Certificate signer) =>
        certificate.EncodedIssuer.Span.SequenceEqual(signer.EncodedSubject.Span) && !ReferenceEquals(certificate, signer);

    /// <summary>Whether the key of <paramref name="signer"/> made the signature; null for an algorithm that is not known here.</summary>
    private static bool? IsBy(Certificate certificate, Certificate signer)
    {
        try
        {
            var parts = new AsnReader(certificate.Encoded, AsnEncodingRules.DER).ReadSequence();
            var signed = parts.ReadEncodedValue();
            var algorithm = parts.ReadSequence().ReadObjectIdentifier();
            return IsBy(signed.Span, algorithm, parts.ReadBitString(out _), signer.PublicKey.Span);
        }
        catch (Exception fault) when (fault is CryptographicException or AsnContentException)
        {
            // The kind of the key differs from that of the signature.
            return false;
        }
    }

    private static bool? IsBy(ReadOnlySpan<byte> signed, string algorithm, byte[] signature, ReadOnlySpan<byte> key)
    {
        if (RsaHash(algorithm) is { } rsaHash)
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(key, out _);
            return rsa.VerifyData(signed, signature, rsaHash, RSASignaturePadding.Pkcs1);
        }

        if (EcdsaHash(algorithm) is not { } hash)
            return null;
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(key, out _);
        return ecdsa.VerifyData(signed, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
    }

    // RFC 8017, appendix C; RFC 5758.
    private static HashAlgorithmName? RsaHash(string algorithm) => algorithm switch
    {
        "1.2.840.113549.1.1.5" => HashAlgorithmName.SHA1,
        "1.2.840.113549.1.1.11" => HashAlgorithmName.SHA256,
        "1.2.840.113549.1.1.12" => HashAlgorithmName.SHA384,
        "1.2.840.113549.1.1.13" => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static HashAlgorithmName? EcdsaHash(string algorithm) => algorithm switch
    {
        "1.2.840.10045.4.1" => HashAlgorithmName.SHA1,
        "1.2.840.10045.4.3.2" => HashAlgorithmName.SHA256,
        "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
        "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
