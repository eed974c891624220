using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Generator.Core.Diagnostics;
using Generator.Core.Values;

namespace Generator.Core.Originals;

/// <summary>The digest of a key's public part (SubjectPublicKeyInfo), by which pairs are proved without the private one.</summary>
internal static class PublicKey
{
    /// <summary>The digest for a private key that was listed, or for a public key or certificate that was captured; null where neither was.</summary>
    internal static Sha256? Of(HostCapture capture, string path) =>
        capture.Seen(path)?.PublicKeySha256 ?? (capture.Open(path) is { } file ? OfContent(file) : null);

    /// <summary>The digest for the public key or the certificate in a file; null where it holds none.</summary>
    internal static Sha256? OfContent(SourceFile file)
    {
        try
        {
            var pem = file.Text;
            if (pem.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            {
                using var certificate = X509Certificate2.CreateFromPem(pem);
                return Sha256.Of(certificate.PublicKey.ExportSubjectPublicKeyInfo());
            }

            return PemEncoding.TryFind(pem, out var fields) && pem[fields.Label] == "PUBLIC KEY"
                ? Sha256.Of(Convert.FromBase64String(pem[fields.Base64Data]))
                : null;
        }
        catch (CryptographicException)
        {
            // Not a certificate after all: nothing is known of it.
            return null;
        }
    }
}
