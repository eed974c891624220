using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>The digest of a key's public part (SubjectPublicKeyInfo), which proves a pair without the private key.</summary>
internal static class PublicKey
{
    /// <summary>The digest for a private key in capture.json, or for a captured public key or certificate; null if neither exists.</summary>
    internal static Sha256? Of(HostCapture capture, string path) =>
        capture.Seen(path)?.PublicKeySha256 ?? (capture.Open(path) is { } file ? OfContent(file) : null);

    /// <summary>The digest for the public key or the certificate in a file; null if it contains none.</summary>
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
            // It is not a certificate after all, so nothing is known about it.
            return null;
        }
    }
}
